package sqltext

import (
	"strings"
	"testing"
)

// join has 178 bytes, the length that SQL lexers and parsers were compared on before one was chosen.
const join = `SELECT u.id, u.name, o.total, o.created_at FROM users u JOIN orders o ON o.user_id = u.id ` +
	`WHERE u.status = ? AND o.total > ? AND o.created_at BETWEEN ? AND ? ORDER BY id LIMIT 10`

func BenchmarkParseJoin(b *testing.B) {
	b.SetBytes(int64(len(join)))
	b.ReportAllocs()
	for b.Loop() {
		Parse(join)
	}
}

func BenchmarkParseUpdate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Parse("UPDATE `accounts` SET `balance` = `balance` - ?, updated_at = now() WHERE id = ? AND `balance` >= ?")
	}
}

func BenchmarkParseExpr(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		ParseExpr("stock - ?")
	}
}

func BenchmarkMegabyte(b *testing.B) {
	sql := "INSERT INTO t (a, b, c, d) VALUES " + strings.Repeat("(?, 'x', now(), 1.5), ", 50000) + "(1, 2, 3, 4)"
	b.SetBytes(int64(len(sql)))
	b.ReportAllocs()
	for b.Loop() {
		Parse(sql)
	}
}
