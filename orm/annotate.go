package orm

import (
	"context"
	"errors"
	"fmt"
	"unsafe"
)

// As names an expression, for [QuerySet.Annotate].
func As(name string, e Expression) Annotation { return Annotation{annotation{name, e.expr()}} }

// Annotation is a named expression: see [As].
type Annotation struct{ a annotation }

// Annotate adds named expressions to the query. Filter and OrderBy refer to them with [Col]; their values are read by
// [Values], or into a field of T with a column of that name that is tagged annotation.
//
//	worth := orm.As("worth", orm.F(&x.Price).Mul(..))
//	products.Annotate(worth).Filter(orm.Col[float64]("worth").Gt(1000))
//	SELECT .. WHERE (price * ..) > ?
func (s QuerySet[T]) Annotate(as ...Annotation) QuerySet[T] {
	notes := append([]annotation(nil), s.q.notes...)
	for _, a := range as {
		notes = append(notes, a.a)
	}
	s.q.notes = notes
	return s
}

// Values reads the rows of a query into a struct R of your choice: each field is the column or annotation of its name (by
// R's tags and naming). With aggregates among the annotations, the rows are grouped by R's plain columns, and filters on
// aggregates become HAVING.
//
//	type line struct { Category string; Total float64 }
//	lines, err := orm.Values[line](ctx, products.Annotate(orm.As("total", orm.Sum(orm.F(&x.Price)))))
//	SELECT category, SUM(price) AS total FROM product GROUP BY category
func Values[R, T any](ctx context.Context, s QuerySet[T]) ([]R, error) {
	out := planFor[R](s.db)
	if err := errors.Join(s.db.ready(ctx, s.q.plan), out.usable()); err != nil {
		return nil, err
	}
	b := newBuilder(s.db, s.q.plan, nil)
	defer b.free()
	if err := s.q.values(ctx, s.db, b, out); err != nil {
		return nil, err
	}
	rows, err := s.db.query(ctx, b)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	every := make([]int, len(out.cols))
	for i := range every {
		every[i] = i
	}
	targets := out.cells(every)
	var list []R
	for rows.Next() {
		list = append(list, *new(R))
		if err := rows.Scan(targets.point(unsafe.Pointer(&list[len(list)-1]))...); err != nil {
			return nil, fmt.Errorf("orm: %w", err)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, s.db.readFailed(b, err)
	}
	return list, nil
}

// usable is the plan's error, less what only a table needs.
func (p *plan) usable() error {
	if len(p.cols) > 0 && p.table == "" {
		return nil
	}
	return p.err
}

// values writes the SELECT of Values.
func (q *query) values(ctx context.Context, db *DB, b *builder, out *plan) error {
	b.notes = q.notes
	var group []int
	grouped := false
	b.text("SELECT ")
	for i := range out.cols {
		b.list(i, "")
		name := out.cols[i].name
		if k := q.noted(name); k >= 0 {
			grouped = grouped || q.aggregates(q.notes[k].n)
			b.node(q.notes[k].n)
			b.text(" AS ").ident(name)
			continue
		}
		c := q.plan.named(name)
		if c < 0 {
			return fmt.Errorf("orm: %v.%s: %v has neither a column nor an annotation %q", out.typ, out.cols[i].goName, q.plan.typ, name)
		}
		group = append(group, c)
		b.name(c)
	}
	b.text(" FROM ").table()
	where, having := q.split(q.where)
	plain := *q
	plain.where = where
	plain.conditions(b)
	if grouped && len(group) > 0 {
		b.text(" GROUP BY ").columns(group)
	}
	if !having.empty() {
		b.text(" HAVING ")
		b.node(having.n)
	}
	q.ordered(b)
	q.limited(b)
	if q.locks && b.err == nil {
		return db.lockFor(ctx, b, q.lock.lock, q.lock.of)
	}
	return b.err
}

// split parts a condition into what is asked of rows and what is asked of groups.
func (q *query) split(cond Q) (where, having Q) {
	if cond.n.op == opAnd {
		w1, h1 := q.split(Q{cond.n.l.(node)})
		w2, h2 := q.split(Q{cond.n.r.(node)})
		return w1.And(w2), h1.And(h2)
	}
	if q.aggregates(cond.n) {
		return Q{}, cond
	}
	return cond, Q{}
}

// aggregates tells whether the expression, or an annotation that it names, holds an aggregate function.
func (q *query) aggregates(v any) bool {
	switch x := v.(type) {
	case node:
		if f, ok := x.l.(fn); ok && x.op == opCall && aggregateCalls[f].open != "" {
			return true
		}
		if name, ok := x.l.(string); ok && x.op == opCol {
			k := q.noted(name)
			return k >= 0 && q.aggregates(q.notes[k].n)
		}
		return q.aggregates(x.l) || q.aggregates(x.r)
	case Branch:
		return q.aggregates(x.when.n) || q.aggregates(x.then)
	case Expression:
		return q.aggregates(x.expr())
	case []any:
		for _, one := range x {
			if q.aggregates(one) {
				return true
			}
		}
	}
	return false
}
