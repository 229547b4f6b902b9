package sqltext

import (
	"fmt"
	"strings"
	"testing"
)

// Right-hand sides as ORMs take them.
func TestParseExpr(t *testing.T) {
	check(t, func(s string) string { return dumpExpr(ParseExpr(s)) }, []row{
		{`stock - ?`,
			`expr(stock) $0`},
		{`balance + 1`,
			`expr(balance)`},
		{`stock`,
			`stock`},
		{`?`,
			`$0`},
		{`5`,
			`5`},
		{`'x'`,
			`'x'`},
		{`NULL`,
			`NULL`},
		{`now()`,
			`expr()`},
		{`COALESCE(n, 0) + ?`,
			`expr(n) $0`},
		{`GREATEST(n - ?, 0)`,
			`expr(n) $0`},
		{`t.n + ?`,
			`expr(n) $0`},
		{`CASE WHEN n > 0 THEN n - 1 ELSE 0 END`,
			`expr(n)`},
		{`NOT active`,
			`expr(active)`},
		{`excluded.n`,
			`excluded.n`},
		{`counters.n + excluded.n`,
			`expr(n excluded.n)`},
		{`VALUES(n)`,
			`expr(values.n)`},
		{`n + VALUES(n)`,
			`expr(n values.n)`},
		{`price * (1 + rate / 100)`,
			`expr(price rate)`},
		{`DATE_ADD(expires, INTERVAL ? DAY)`,
			`expr(expires) $0`},
		{`expires + interval '1 day' * ?`,
			`expr(expires) $0`},
		{`array_append(tags, ?)`,
			`expr(tags) $0`},
		{`jsonb_set(data, '{n}', to_jsonb((data->>'n')::int + ?))`,
			`expr(data) $0`},
		{`(SELECT MAX(pos) FROM cards WHERE list = ?) + 1`,
			`expr(pos list) $0`},
		{`"stock" - ?`,
			`expr(stock) $0`},
		{"`stock` - ?",
			`expr(stock) $0`},
		{`%s - ?`,
			`expr() %0 $0`},
		{`%s - %d`,
			`expr() %0 %1`},
		{`stock-%d`,
			`expr(stock) %0`},
		{`-n`,
			`expr(n)`},
		{`n::double precision + d::timestamp with time zone`,
			`expr(n d)`},
		{`n::numeric(10, 2)::text`,
			`n`},
		{`n::bigint`,
			`n`},
		{`CAST(n AS SIGNED)`,
			`n`},
		{`IF(n > ?, n, ?)`,
			`expr(n) $0 $1`},
		{`LAST_INSERT_ID(n + 1)`,
			`expr(n)`},
		{`n % 10`,
			`expr(n)`},
		{`n & ~?`,
			`expr(n) $0`},
		{`a || b`,
			`expr(a b)`},
		{`concat(a, ',', ?)`,
			`expr(a) $0`},
		{`EXTRACT(DAY FROM a - b)`,
			`expr(a b)`},
		{`TIMESTAMPDIFF(SECOND, started, now())`,
			`expr(started)`},
		{`n IN (1, 2)`,
			`expr(n)`},
		{`"text"`,
			`text`},
		{`select`,
			`expr()`},
		{`(`,
			`expr()`},
	})
}

// A long expression names each of its columns once, in any case.
func TestManyColumns(t *testing.T) {
	var sql strings.Builder
	for n := range 200 {
		fmt.Fprintf(&sql, "c%d + C%d + x.c%d + ", n, n%50, n)
	}
	if e := ParseExpr(sql.String() + "0"); len(e.Columns) != 200 || e.Columns[199] != "c199" {
		t.Errorf("%d columns: %q", len(e.Columns), e.Columns)
	}
}
