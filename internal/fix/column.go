package fix

import (
	"go/types"
	"reflect"
	"strings"
)

// column is the name in the database of the column that a place is, by the tags and the naming of the library that writes. It is
// unknown (false) where the struct does not tell: through relations, JSON, or prefixes.
func (s *site) column(p place) (string, bool) {
	row, field := p.row()
	if field == "" {
		return "", false
	}
	st, ok := deref(s.typeOf(row)).Underlying().(*types.Struct)
	if !ok {
		return "", false
	}
	for i := range st.NumFields() {
		if st.Field(i).Name() == field {
			name := columnName(s.f.Write.Lib, field, st.Tag(i))
			return name, name != ""
		}
	}
	return "", false
}

// columnName is a field's column; empty if it has none, or none that can be told.
func columnName(lib, field, tag string) string {
	st := reflect.StructTag(tag)
	switch lib {
	case "gorm", "gorm v1":
		return gormColumn(lib, field, st.Get("gorm"))
	case "xorm":
		return xormColumn(field, st.Get("xorm"))
	case "bun":
		return bunColumn(field, st.Get("bun"))
	}
	if name, _, _ := strings.Cut(st.Get("db"), ","); name != "" && name != "-" {
		return name
	}
	return strings.ToLower(field)
}

// gormColumn: `gorm:"column:stock_left;not null"`, else GORM's naming.
func gormColumn(lib, field, tag string) string {
	for _, part := range strings.Split(tag, ";") {
		k, v, _ := strings.Cut(strings.TrimSpace(part), ":")
		switch strings.ToLower(k) {
		case "-", "embedded", "foreignkey", "many2many", "references", "polymorphic", "serializer", "->":
			return ""
		case "column":
			return v
		}
	}
	return gormSnake(field)
}

// gormWords are the words that GORM writes as one, whatever stands behind them.
var gormWords = []string{"API", "ASCII", "CPU", "CSS", "DNS", "EOF", "GUID", "HTML", "HTTP", "HTTPS", "ID", "IP", "JSON", "LHS", "QPS",
	"RAM", "RHS", "RPC", "SLA", "SMTP", "SSH", "TLS", "TTL", "UID", "UI", "UUID", "URI", "URL", "UTF8", "VM", "XML", "XSRF", "XSS"}

// gormSnake is the column of a field that no tag names.
//
//	InStock -> in_stock    HTTPServer -> http_server    UserAPIKey -> user_api_key
func gormSnake(name string) string {
	if name == "" {
		return ""
	}
	var pairs []string
	for _, w := range gormWords {
		pairs = append(pairs, w, w[:1]+strings.ToLower(w[1:]))
	}
	v := strings.NewReplacer(pairs...).Replace(name)
	var b strings.Builder
	for i := range len(v) {
		if !upper(v[i]) {
			b.WriteByte(v[i])
			continue
		}
		last, after := i == len(v)-1, i > 0 && upper(v[i-1])
		inside := after && !last && (upper(v[i+1]) || digit(v[i+1]))
		glued := i == 0 || v[i-1] == '_' && !last || !last && v[i+1] == '_' || last && after
		if !inside && !glued {
			b.WriteByte('_')
		}
		b.WriteByte(v[i] + 'a' - 'A')
	}
	return b.String()
}

// xormColumn: `xorm:"varchar(64) notnull 'nick'"`, `xorm:"gold notnull"`, else xorm's default mapper. A custom mapper is not seen.
func xormColumn(field, tag string) string {
	words := strings.Fields(tag)
	for i, w := range words {
		bare := strings.ToLower(strings.SplitN(w, "(", 2)[0])
		switch {
		case bare == "-" || bare == "extends" || bare == "<-":
			return ""
		case w[0] == '\'' && (i == 0 || !strings.EqualFold(words[i-1], "default") && !strings.EqualFold(words[i-1], "comment")):
			return strings.Trim(w, "'")
		}
	}
	for i, w := range words {
		bare := strings.ToLower(strings.SplitN(w, "(", 2)[0])
		if !strings.Contains(xormWords, " "+bare+" ") && (i == 0 || !strings.EqualFold(words[i-1], "default")) && !strings.ContainsAny(w, "'()") {
			return w
		}
	}
	return xormSnake(field)
}

// xormWords are the words of a xorm tag that are no column's name.
const xormWords = ` pk -> null not notnull default autoincr created updated deleted version utc local index unique cache nocache comment
 unsigned collate json jsonb bit tinyint smallint mediumint int integer bigint enum set char varchar nchar nvarchar tinytext text ntext
 clob mediumtext longtext uuid date datetime time timestamp timestampz smalldatetime year decimal numeric real float double number money
 smallmoney binary varbinary tinyblob blob mediumblob longblob bytea bool boolean serial bigserial array xml row `

// xormSnake is xorm's SnakeMapper: each capital starts a word.
//
//	InStock -> in_stock    ID -> i_d
func xormSnake(name string) string {
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		if upper(c) {
			if i > 0 {
				b.WriteByte('_')
			}
			c += 'a' - 'A'
		}
		b.WriteByte(c)
	}
	return b.String()
}

// bunColumn: `bun:"stock_left,notnull"`, `bun:"type:integer,column:stock_left"`, else bun's naming.
func bunColumn(field, tag string) string {
	name, options := bunTag(tag)
	for _, o := range options {
		switch key, value, _ := strings.Cut(o, ":"); key {
		case "scanonly", "skipupdate", "rel", "m2m", "embed", "array", "msgpack", "soft_delete":
			return ""
		case "column":
			name = value
		}
	}
	switch name {
	case "-":
		return ""
	case "":
		return bunSnake(field)
	}
	return name
}

// bunTag is the name in a tag, and its options, of which some have a value behind a colon: commas within parentheses and quotes are the
// value's own.
func bunTag(tag string) (name string, options []string) {
	depth, quoted, from := 0, false, 0
	var parts []string
	for i := range len(tag) {
		switch c := tag[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth == 0:
			parts = append(parts, tag[from:i])
			from = i + 1
		}
	}
	parts = append(parts, tag[from:])
	if strings.Contains(parts[0], ":") {
		return "", parts
	}
	return parts[0], parts[1:]
}

// bunSnake is the column of a field that no tag names. A capital starts a word if the letter before or behind it is small.
//
//	InStock -> in_stock    HTTPServer -> http_server    VitaminB -> vitaminb
func bunSnake(name string) string {
	small := func(c byte) bool { return 'a' <= c && c <= 'z' }
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		if upper(c) {
			if i > 0 && i+1 < len(name) && (small(name[i-1]) || small(name[i+1])) {
				b.WriteByte('_')
			}
			c += 'a' - 'A'
		}
		b.WriteByte(c)
	}
	return b.String()
}

func upper(c byte) bool { return 'A' <= c && c <= 'Z' }
func digit(c byte) bool { return '0' <= c && c <= '9' }
