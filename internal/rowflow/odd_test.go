package rowflow

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// lines repeats a text with its number in place of #, and the next one in place of @.
func lines(n int, text string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.NewReplacer("#", strconv.Itoa(i), "@", strconv.Itoa(i+1)).Replace(text))
	}
	return b.String()
}

// An oddity is a package that blows up what is done without a budget.
type oddity struct {
	src      string
	leftOut  []string // the functions that are beyond one
	findings int
}

func oddities() map[string]oddity {
	return map[string]oddity{
		"a function of 5,000 lines": {src: `
func (s *Store) Huge(ctx context.Context, id int64) error {
	p := &Product{ID: id}
` + lines(700, `
	if err := s.db.QueryRowContext(ctx, "SELECT in_stock, sold FROM products# WHERE id = ?", id).Scan(&p.InStock, &p.Sold); err != nil {
		return err
	}
	p.InStock -= #
	if _, err := s.db.ExecContext(ctx, "UPDATE products# SET in_stock = ? WHERE id = ?", p.InStock, p.ID); err != nil {
		return err
	}`) + "\n\treturn nil\n}\n", leftOut: []string{"(*example.com/shop.Store).Huge"}},
		"a function of 5,000 lines without a branch": {src: `
func (s *Store) Straight(ctx context.Context, id int64) {
` + lines(2500, `
	p# := &Product{ID: id, Note: "x", Sold: #}
	s.keep(p#)`) + "\n}\n\nfunc (s *Store) keep(p *Product) { p.Sold++ }\n"},
		"a loop with 1,000 branches": {src: `
func (s *Store) Branches(ctx context.Context, p *Product, ids []int64) {
	for _, id := range ids {
` + lines(1000, `
		if id == # {
			p = &Product{ID: id, InStock: p.InStock - #}
		}`) + "\n\t}\n\ts.db.Exec(\"UPDATE products SET in_stock = ?\", p.InStock)\n}\n", leftOut: []string{"(*example.com/shop.Store).Branches"}},
		"a list of 5,000 rows": {src: `
func rows() []*Product {
	return []*Product{
` + lines(5000, "\t\t{ID: #, InStock: #, Name: \"p#\"},\n") + "\t}\n}\n\nfunc values() map[string]any {\n\treturn map[string]any{\n" +
			lines(5000, "\t\t\"column#\": #,\n") + "\t}\n}\n", leftOut: []string{"example.com/shop.rows", "example.com/shop.values"}},
		"an interface of 2,000 methods": {src: `
type Wide interface {
` + lines(2000, "\tM#(ctx context.Context, p *Product) error\n") + "}\n" + lines(5, `
type impl# struct{ db *sql.DB }
`) + lines(2000, "func (x *impl0) M#(ctx context.Context, p *Product) error { _, err := x.db.ExecContext(ctx, \"UPDATE t# SET sold = ?\", p.Sold); return err }\n") +
			lines(2000, "func (x *impl1) M#(ctx context.Context, p *Product) error { return nil }\n") +
			"func all(ctx context.Context, w Wide, p *Product) {\n" + lines(2000, "\tw.M#(ctx, p)\n") + "}\n"},
		"a chain of calls, each twice": {src: `
type node struct{ a, b *node; p *Product; q func(*node) }

func f0(n *node) *node { return &node{a: n, b: n, p: &Product{Sold: n.p.Sold}} }
` + lines(60, "func g#(n *node) *node { m := f#(n); return &node{a: m, b: f#(m), p: m.p} }\nfunc f@(n *node) *node { x := g#(n); y := g#(x); return &node{a: x, b: y, p: y.p} }\n")},
		"conditions that double": {src: `
func c0(q string, args []any) (string, []any) { return q + " AND a = ?", append(args, 1) }
` + lines(60, "func c@(q string, args []any) (string, []any) { q, args = c#(q, args); return c#(q+q, append(args, args...)) }\n") +
			"func (s *Store) run() { q, args := c60(\"SELECT 1 WHERE 1\", nil); s.db.Query(q, args...) }\n"},
		"texts that double": {src: `
const t0 = "UPDATE products SET in_stock = ? WHERE id = ?;"
` + lines(14, "const t@ = t# + t#\n") + `
func (s *Store) Megabyte(ctx context.Context, p *Product) error {
	if err := s.db.QueryRowContext(ctx, "SELECT in_stock FROM products WHERE id = ?", p.ID).Scan(&p.InStock); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, t14, p.InStock-1, p.ID)
	return err
}

func double(s string) string { return s + s }

func (s *Store) doubled() {
	t := "SELECT "
` + lines(40, "\tt = double(t)\n") + "\ts.db.Query(t)\n}\n", findings: 1},
		"functions that call each other": {src: lines(100, `
func r#(s *Store, p *Product, n int) *Product {
	if n == 0 {
		s.db.QueryRow("SELECT sold FROM products WHERE id = ?", p.ID).Scan(&p.Sold)
		return p
	}
	p.Sold += r@(s, p, n-1).Sold
	return r@(s, p, n-2)
}
`) + "func r100(s *Store, p *Product, n int) *Product { return r0(s, r0(s, p, n), n) }\n"},
		"functions that are handed themselves": {src: `
type step func(step, *Product) step

func loop(f step, p *Product) step { p.Sold++; return f(f, p) }

func start(p *Product) { loop(loop, p); var f step; f = func(g step, p *Product) step { return g(f, p) }; f(f, p) }

func apply(f func(func()), g func()) { f(g); f(func() { apply(f, g) }) }

func all(s *Store) { apply(func(f func()) { f(); apply(func(g func()) { g(); f() }, f) }, func() { s.db.Exec("UPDATE t SET x = 1") }) }
`},
		"types within types": {src: `
type Box[T any] struct{ In T; Next *Box[T] }

func (b *Box[T]) Put(v T) *Box[T] { b.In = v; return b }

func wrap[T any](v T) Box[T] { return Box[T]{In: v} }

type deep0 = Box[Product]
` + lines(20, "type deep@ = Box[deep#]\n") + `
func deep(s *Store, d *deep20) {
	d.` + strings.Repeat("In.", 20) + `In.Sold++
	s.db.Exec("UPDATE products SET sold = ?", d.` + strings.Repeat("In.", 20) + `In.Sold)
	wrap(wrap(wrap(wrap(wrap(wrap(wrap(wrap(*d))))))))
}

type list struct{ next *list; p Product }

func walk(l *list) { for l != nil { l = l.next.next.next.next.next.next.next.next; l.p.Sold++ } }
`},
		"a value of many parts, passed on": {src: `
type wide struct {
` + lines(200, "\tF#, G# *Product\n") + `}

func fill(w *wide, p *Product) {
` + lines(200, "\tw.F#, w.G# = p, &Product{Sold: p.Sold + #}\n") + "}\n\nfunc h0(w *wide) *wide { x := *w; fill(&x, w.F0); return &x }\n" +
			lines(30, "func h@(w *wide) *wide { a, b := h#(w), h#(w); if a.F0 == nil { a = b }; a.F1 = b.F2; return a }\n")},
		"closures within closures": {src: "func nest(s *Store, p *Product) {\n" + strings.Repeat("\tfunc() {\n\tp.Sold++\n", 40) +
			"s.db.Exec(\"UPDATE products SET sold = ?\", p.Sold)" + strings.Repeat("\n\t}()", 40) + "\n}\n"},
		"variables made from each other": {src: `
func (s *Store) tangled(ids []int64, p *Product) (err error, ok bool) {
` + strings.Repeat("\tfor range ids {\n", 20) + "\tif ok && p.Sold > 0 { err, ok = errSoldOut, false; continue }\n\tif err == nil && p.InStock > 0 { ok = !ok }\n" +
			strings.Repeat("\tif err != nil { ok = p.Sold < 3 }\n\t}\n", 20) + `
	if err != nil || ok {
		s.db.Exec("UPDATE products SET sold = ?", p.Sold)
	}
	return err, ok
}
`},
		"types made from themselves": {src: `
type (
	tree  map[string]tree
	lists []lists
	ptr   *ptr
	self  struct{ *self; ID int64; Deep *self }
	one   struct{ *two; ID int64 }
	two   struct{ *one; Valid bool }
	chans chan chans
	fns   func(fns) fns
)

func (s *Store) odd(t tree, l lists, p ptr, x *self, o *one, c chans, f fns) {
	s.db.QueryRow("SELECT id FROM t").Scan(t, l, p, x, &x.self.ID, o, &o.two.Valid, &x.Deep.Deep.ID)
	x.self.self.self.ID++
	o.two.one.two.one.ID++
	t["a"], l[0], l = t["b"]["c"], l[1][2], append(l, l)
	s.db.Exec("UPDATE t SET id = ?, a = ?, b = ?, c = ?, d = ?", x.ID, t, l, p, o)
	c <- <-<-c
	f(f(f))
}
`},
		"names in other scripts": {src: `
type Ürün struct{ Kimlik, Stoğu int64 }

func (s *Store) 販売(ctx context.Context, ü *Ürün) error {
	if err := s.db.QueryRowContext(ctx, "SELECT stoğu FROM ürünler WHERE kimlik = ?", ü.Kimlik).Scan(&ü.Stoğu); err != nil {
		return err
	}
	ü.Stoğu--
	_, err := s.db.ExecContext(ctx, "UPDATE ürünler SET stoğu = ? WHERE kimlik = ?", ü.Stoğu, ü.Kimlik)
	return err
}
`, findings: 1},
		"functions without a body": {src: `
func assembly(s *Store, p *Product) int64

func (s *Store) stub(p *Product) error

func stubs(s *Store, p *Product) { p.Sold = assembly(s, p); s.stub(p); s.db.Exec("UPDATE products SET sold = ?", p.Sold) }
`},
	}
}

// Each ends within the budgets: what is beyond them is left out, and named.
func TestOddPackages(t *testing.T) {
	for name, odd := range oddities() {
		t.Run(name, func(t *testing.T) {
			res, took := analyzed(t, checked(t, shopHead+odd.src))
			var left []string
			for _, l := range res.LeftOut {
				require.Empty(t, l.Stack, l.Why)
				require.Contains(t, l.Why, "beyond the budget: ")
				left = append(left, l.Func)
			}
			require.Equal(t, odd.leftOut, left)
			require.Len(t, res.Findings, odd.findings)
			t.Log("CPU time:", took)
		})
	}
}
