package page

import (
	"slices"
	"strings"
	"unicode"

	"github.com/rmwlint/rmwlint/internal/report"
)

// A Risk is what a lost update costs: the page's findings are grouped by it.
type Risk struct {
	ID, Title, Why string
	words          []string // of column and table names
	types          []string // words of column types
	checks         []string // checks of which all findings belong here
}

// Risks lists the kinds of loss, the worst first. A finding belongs to the one that has its check, else to the first that
// has a word of its column's name, else of its column's type, else of its table's name; to other rows if none has.
func Risks() []Risk {
	return []Risk{
		{
			ID: "money", Title: "Money", Why: "a balance or a price that is wrong, and that nobody notices before the books are closed",
			words: []string{"balance", "amount", "price", "cent", "cents", "money", "wallet", "credit", "debit", "paid", "payment", "payout", "fee",
				"fund", "funds", "cash", "cost", "salary", "income", "revenue", "refund", "frozen", "deposit", "loan", "debt", "invoice", "coin", "coins"},
			types: []string{"decimal", "money", "currency", "amount"},
		},
		{
			ID: "stock", Title: "Stock and quotas", Why: "more is sold, booked or given away than there is",
			words: []string{"stock", "inventory", "quantity", "qty", "available", "reserved", "seat", "seats", "ticket", "tickets", "capacity",
				"remaining", "remain", "left", "quota", "limit", "slot", "slots", "used", "usage", "redeemed", "claimed", "coupon", "voucher", "sold", "supply"},
		},
		{
			ID: "counter", Title: "Counters", Why: "a number that only goes up is too low, or two rows get the same one",
			words: []string{"count", "counter", "num", "number", "views", "view", "hits", "likes", "votes", "score", "points", "point", "total", "attempts",
				"retries", "seq", "sequence", "version", "rank", "level", "visits", "downloads", "comments", "followers", "sum"},
		},
		{ID: "other", Title: "Other rows", Why: "what one request has written is erased, doubled or not waited for by another"},
		{ID: "loops", Title: "Loops", Why: "one statement a row where one would do: slow, and half done when it fails in the middle", checks: []string{"bulkloop"}},
	}
}

// riskOf is the place in Risks of a finding's risk.
func riskOf(f report.Finding) int {
	name, typ := subject(f)
	table, column, _ := strings.Cut(name, ".")
	risks := Risks()
	checks := slices.IndexFunc(risks, func(r Risk) bool { return slices.Contains(r.checks, f.Check) })
	find := func(text string, list func(Risk) []string) int {
		has := words(text)
		return slices.IndexFunc(risks, func(r Risk) bool {
			return slices.ContainsFunc(list(r), func(word string) bool { return slices.Contains(has, word) })
		})
	}
	names, types := func(r Risk) []string { return r.words }, func(r Risk) []string { return r.types }
	for _, i := range []int{checks, find(column, names), find(typ, types), find(table, names)} {
		if i >= 0 {
			return i
		}
	}
	return slices.IndexFunc(risks, func(r Risk) bool { return r.ID == "other" })
}

// words splits a Go or SQL name: InStock and in_stock are in, stock.
func words(name string) []string {
	var b strings.Builder
	before := ' '
	for _, r := range name {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			b.WriteRune(' ')
		}
		b.WriteRune(unicode.ToLower(r))
		before = r
	}
	return strings.FieldsFunc(b.String(), func(r rune) bool { return !unicode.IsLetter(r) })
}
