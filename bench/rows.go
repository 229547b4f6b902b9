package bench

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Make makes row i of a table; it is another row for another i, and every third has no note.
func Make(i int) *Record {
	r := &Record{
		Name:   "name " + strconv.Itoa(i),
		Email:  "person" + strconv.Itoa(i) + "@example.com",
		Age:    int64(20 + i%60),
		Score:  float64(i) / 8,
		Active: i%2 == 0,
		Born:   time.Unix(1_000_000_000+int64(i)*3600, 0).UTC(),
	}
	if i%3 != 0 {
		note := "note on " + strconv.Itoa(i)
		r.Note = &note
	}
	return r
}

// MakeMany makes rows 0 to n-1, without keys.
func MakeMany(n int) []*Record {
	rows := make([]*Record, n)
	for i := range rows {
		rows[i] = Make(i)
	}
	return rows
}

// Fill empties the table and gives it rows 0 to n-1, with keys 1 to n.
func (s *Store) Fill(ctx context.Context, n int) error {
	empty := []string{"DELETE FROM records"}
	if s.Dialect == "postgres" {
		empty = []string{"TRUNCATE records RESTART IDENTITY"}
	}
	for _, text := range empty {
		if _, err := s.admin.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("bench: %w", err)
		}
	}
	rows := MakeMany(n)
	for len(rows) > 0 {
		batch := rows[:min(500, len(rows))]
		rows = rows[len(batch):]
		if _, err := s.admin.ExecContext(ctx, s.insertText(len(batch)), values(batch)...); err != nil {
			return fmt.Errorf("bench: %w", err)
		}
	}
	if s.Dialect == "postgres" && n > 0 { // a table that has just changed as a whole would be vacuumed under the clock
		if _, err := s.admin.ExecContext(ctx, "VACUUM ANALYZE records"); err != nil {
			return fmt.Errorf("bench: %w", err)
		}
	}
	return nil
}

// Dump reads the table by plain SQL, in the order of the keys.
func (s *Store) Dump(ctx context.Context) ([]Record, error) {
	rows, err := s.admin.QueryContext(ctx, selectAll+" ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	defer rows.Close()
	var out []Record
	for rows.Next() {
		var r Record
		if err := rows.Scan(&r.ID, &r.Name, &r.Email, &r.Age, &r.Score, &r.Active, &r.Note, &r.Born); err != nil {
			return nil, fmt.Errorf("bench: %w", err)
		}
		out = append(out, r)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	return out, nil
}

const selectAll = "SELECT id, name, email, age, score, active, note, born FROM records"

// insertText is an INSERT of n rows.
func (s *Store) insertText(n int) string {
	row := "(?, ?, ?, ?, ?, ?, ?)"
	return s.text("INSERT INTO records (name, email, age, score, active, note, born) VALUES " + strings.Repeat(row+", ", n-1) + row)
}

func values(rows []*Record) []any {
	args := make([]any, 0, 7*len(rows))
	for _, r := range rows {
		args = append(args, r.Name, r.Email, r.Age, r.Score, r.Active, r.Note, r.Born)
	}
	return args
}

// text writes the placeholders of a statement as the dialect has them.
func (s *Store) text(query string) string {
	if s.Dialect == "sqlite" {
		return query
	}
	var b strings.Builder
	n := 0
	for _, c := range query {
		if c != '?' {
			b.WriteRune(c)
			continue
		}
		n++
		b.WriteString("$" + strconv.Itoa(n))
	}
	return b.String()
}
