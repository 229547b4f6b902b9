package sqltext

import (
	"strings"
	"unicode"
)

// Normal gives the form in which a Go field and its column compare equal: lower case without underscores, so that
// "in_stock", "InStock" and "IN_STOCK" are all "instock".
func Normal(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, "_", ""))
}

// SameTable reports whether a and b, of which one may come from a Go struct, name the same table. It is made to connect a
// model with SQL written by hand, and careful, because a wrong yes takes two tables for one:
//
//   - their Normal forms are equal (UserWallet, user_wallet), or one is the naive English plural of the other: with s,
//     with es after s, x, z, ch and sh, with ies for y after a consonant (User, users; Box, boxes; Category, categories);
//   - or one has the prefix t_, tb_ or tbl_, and the rest is the same by the first rule (t_user, User);
//   - or one has a word in front that is a program's usual prefix, such as sys_ or app_, and the rest has the same words
//     in snake case, the last of them perhaps in the plural (sys_role_menus, RoleMenu). Any other word in front makes
//     another table: order_items are not items.
//
// Schema and quotes must have been taken off. An empty name is no table's.
func SameTable(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	return sameName(Normal(a), Normal(b)) || samePrefixed(a, b) || samePrefixed(b, a)
}

// sameName reports whether two names in one form are equal, or one the plural of the other.
func sameName(a, b string) bool {
	return a != "" && b != "" && (a == b || plural(a) == b || plural(b) == a)
}

// samePrefixed reports whether long is short with a prefix.
func samePrefixed(long, short string) bool {
	prefix, rest, ok := strings.Cut(strings.ToLower(long), "_")
	if !ok {
		return false
	}
	switch prefix {
	case "t", "tb", "tbl":
		return sameName(Normal(rest), Normal(short))
	case "sys", "app", "core", "base", "biz", "cms", "crm", "erp", "oms", "pms", "ums", "wms", "mall":
		return sameName(rest, snake(short))
	}
	return false
}

// plural gives the naive English plural of a word in lower case.
func plural(w string) string {
	switch {
	case strings.HasSuffix(w, "y") && len(w) > 1 && strings.IndexByte("aeiou", w[len(w)-2]) < 0:
		return w[:len(w)-1] + "ies"
	case strings.HasSuffix(w, "s"), strings.HasSuffix(w, "x"), strings.HasSuffix(w, "z"), strings.HasSuffix(w, "ch"), strings.HasSuffix(w, "sh"):
		return w + "es"
	}
	return w + "s"
}

// snake writes a name of Go in snake case: UserID and user_id give user_id, HTTPLog gives http_log.
func snake(s string) string {
	var b strings.Builder
	rs := []rune(s)
	for i, r := range rs {
		border := i > 0 && unicode.IsUpper(r) && rs[i-1] != '_' &&
			(!unicode.IsUpper(rs[i-1]) || i+1 < len(rs) && unicode.IsLower(rs[i+1]))
		if border {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
