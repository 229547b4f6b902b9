package orm

import (
	"regexp"
	"strings"
	"sync"
)

// snake is the rule of this package and of bun: a capital starts a word when a small letter stands before or after it.
//
//	InStock -> in_stock    UserID -> user_id    HTTPServer -> http_server
func snake(s string) string {
	out := make([]byte, 0, len(s)+4)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if upper(c) {
			if i > 0 && i+1 < len(s) && (lower(s[i-1]) || lower(s[i+1])) && s[i-1] != '_' {
				out = append(out, '_')
			}
			c += 'a' - 'A'
		}
		out = append(out, c)
	}
	return string(out)
}

// snakeORM is snake, and it also parts a capital from a digit or a closing capital from a small letter.
//
//	AddressB -> address_b    Line2Total -> line2_total
func snakeORM(s string) string {
	out := make([]byte, 0, len(s)+4)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if upper(c) {
			after := i > 0 && (lower(s[i-1]) || digit(s[i-1]))
			before := i > 0 && upper(s[i-1]) && i+1 < len(s) && lower(s[i+1])
			if after || before {
				out = append(out, '_')
			}
			c += 'a' - 'A'
		}
		out = append(out, c)
	}
	return string(out)
}

// snakeXorm is xorm's default mapper: each capital starts a word (ID -> i_d).
func snakeXorm(s string) string {
	out := make([]byte, 0, len(s)+4)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if upper(c) {
			if i > 0 {
				out = append(out, '_')
			}
			c += 'a' - 'A'
		}
		out = append(out, c)
	}
	return string(out)
}

// snakeGonic is xorm's GonicMapper: a run of capitals is one word, its last capital belongs to the small letters after it.
func snakeGonic(s string) string {
	out := make([]byte, 0, len(s)+4)
	for i := 0; i < len(s); i++ {
		c := s[i]
		n := len(out)
		if upper(c) && i > 0 && !upper(out[n-1]) {
			out = append(out, '_')
		}
		if !upper(c) && i > 1 && upper(out[n-1]) && upper(out[n-2]) {
			last := out[n-1]
			out[n-1] = '_'
			out = append(out, last)
		}
		out = append(out, c)
	}
	return strings.ToLower(string(out))
}

// gormInitialisms are the words that GORM writes as one: UserAPIKey -> user_api_key.
var gormInitialisms = strings.NewReplacer(
	"API", "Api", "ASCII", "Ascii", "CPU", "Cpu", "CSS", "Css", "DNS", "Dns", "EOF", "Eof", "GUID", "Guid",
	"HTML", "Html", "HTTP", "Http", "HTTPS", "Https", "ID", "Id", "IP", "Ip", "JSON", "Json", "LHS", "Lhs",
	"QPS", "Qps", "RAM", "Ram", "RHS", "Rhs", "RPC", "Rpc", "SLA", "Sla", "SMTP", "Smtp", "SSH", "Ssh",
	"TLS", "Tls", "TTL", "Ttl", "UID", "Uid", "UI", "Ui", "UUID", "Uuid", "URI", "Uri", "URL", "Url",
	"UTF8", "Utf8", "VM", "Vm", "XML", "Xml", "XSRF", "Xsrf", "XSS", "Xss")

// snakeGORM is the rule of GORM's NamingStrategy.
func snakeGORM(name string) string {
	v := gormInitialisms.Replace(name)
	out := make([]byte, 0, len(v)+4)
	for i := 0; i < len(v); i++ {
		c := v[i]
		if !upper(c) {
			out = append(out, c)
			continue
		}
		last := i == len(v)-1
		prevUpper := i > 0 && upper(v[i-1])
		switch {
		case last && !prevUpper && i > 0:
			out = append(out, '_')
		case last:
		case prevUpper && (upper(v[i+1]) || digit(v[i+1])):
		case i > 0 && v[i-1] != '_' && v[i+1] != '_':
			out = append(out, '_')
		}
		out = append(out, c+'a'-'A')
	}
	return string(out)
}

func upper(c byte) bool { return 'A' <= c && c <= 'Z' }
func lower(c byte) bool { return 'a' <= c && c <= 'z' }
func digit(c byte) bool { return '0' <= c && c <= '9' }

// inflection is one rule for the plural of an English noun; the first rule that matches wins.
type inflection struct{ pattern, plural string }

// inflections are the rules that GORM and bun name tables by (they share one library, which took them from Rails).
var inflections = []inflection{
	{`^(equipment|information|rice|money|species|series|fish|sheep|jeans|police)$`, `${1}`},
	{`person$`, `people`}, {`man$`, `men`}, {`child$`, `children`}, {`sex$`, `sexes`}, {`move$`, `moves`}, {`mombie$`, `mombies`},
	{`(quiz)$`, `${1}zes`},
	{`^(oxen)$`, `${1}`},
	{`^(ox)$`, `${1}en`},
	{`^(m|l)ice$`, `${1}ice`},
	{`^(m|l)ouse$`, `${1}ice`},
	{`(matr|vert|ind)(?:ix|ex)$`, `${1}ices`},
	{`(x|ch|ss|sh)$`, `${1}es`},
	{`([^aeiouy]|qu)y$`, `${1}ies`},
	{`(hive)$`, `${1}s`},
	{`(?:([^f])fe|([lr])f)$`, `${1}${2}ves`},
	{`sis$`, `ses`},
	{`([ti])a$`, `${1}a`},
	{`([ti])um$`, `${1}a`},
	{`(buffal|tomat)o$`, `${1}oes`},
	{`(bu)s$`, `${1}ses`},
	{`(alias|status)$`, `${1}es`},
	{`(octop|vir)i$`, `${1}i`},
	{`(octop|vir)us$`, `${1}i`},
	{`^(ax|test)is$`, `${1}es`},
	{`s$`, `s`},
	{`([a-z])$`, `${1}s`},
}

var compiledInflections = sync.OnceValue(func() []*regexp.Regexp {
	res := make([]*regexp.Regexp, len(inflections))
	for i, in := range inflections {
		res[i] = regexp.MustCompile(in.pattern)
	}
	return res
})

// plural gives a snake-case table name its plural: order_item -> order_items, category -> categories.
func plural(word string) string {
	for i, re := range compiledInflections() {
		if re.MatchString(word) {
			return re.ReplaceAllString(word, inflections[i].plural)
		}
	}
	return word
}
