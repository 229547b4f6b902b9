package sqltext_test

import (
	"fmt"

	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// A write that its WHERE protects: the new value is made from the old one, and only if there is enough of it.
func ExampleParse() {
	for _, s := range sqltext.Parse("UPDATE accounts SET balance = balance - $2 WHERE id = $1 AND balance >= $2") {
		fmt.Println(s.Verb == sqltext.Update, s.Table)
		for _, a := range s.Set {
			fmt.Println("set", a.Column, "from", a.Columns, "and argument", a.Args[0].Index, "self:", a.Self)
		}
		for _, c := range s.Where {
			fmt.Println("where", c.Column, c.Op, "argument", c.Value.Arg.Index)
		}
	}
	// Output:
	// true accounts
	// set balance from [balance] and argument 1 self: true
	// where id = argument 0
	// where balance >= argument 1
}

// A queue: the lock is taken in the sub-select.
func ExampleAll() {
	const take = `UPDATE jobs SET state = 'running'
		WHERE id = (SELECT id FROM jobs WHERE state = 'new' LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id`
	for s := range sqltext.All(sqltext.Parse(take)) {
		fmt.Println(s.Verb == sqltext.Update, s.Verb == sqltext.Select, s.Table, s.Lock == sqltext.LockUpdate)
	}
	// Output:
	// true false jobs false
	// false true jobs true
}

func ExampleParseExpr() {
	e := sqltext.ParseExpr("COALESCE(stock, 0) - ?")
	fmt.Println(e.Columns, len(e.Args), e.Value.Expr)
	// Output: [stock] 1 true
}

func ExampleParseWhere() {
	for _, c := range sqltext.ParseWhere("id = ? AND (expires_at IS NULL OR expires_at > ?)") {
		fmt.Println(c.Column, c.Op, c.Disjunct)
	}
	// Output:
	// id = false
	// expires_at IS true
	// expires_at > true
}
