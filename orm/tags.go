package orm

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"
)

// Naming is a library's way to name tables and columns and to read its struct tags. Without one, the tags on the struct
// decide: a struct with gorm tags is named as GORM names it. A struct without any tag is named as [NamingORM] says, so give
// the naming to [New] when such structs belong to another library:
//
//	orm.New(tx.Statement.ConnPool, orm.DialectNamed(tx.Name()), orm.NamingGORM)
type Naming string

// The namings, each with what a field InStock and a type OrderItem are called, and what makes a key.
const (
	NamingORM       Naming = "orm"   // in_stock in order_item; a field ID is the key, numbered by the database if it is an integer
	NamingGORM      Naming = "gorm"  // in_stock in order_items; ID is the key, a single integer key is numbered by the database
	NamingBun       Naming = "bun"   // in_stock in order_items; keys by tag, else a field ID
	NamingXorm      Naming = "xorm"  // in_stock in order_item, but ID is i_d; an int64 Id is the key, numbered by the database
	NamingXormGonic Naming = "gonic" // as NamingXorm with names.GonicMapper: ID is id
	NamingSQLX      Naming = "db"    // instock in order_item: sqlx writes column names in small letters
)

func (n Naming) applyDB(db *DB) { db.naming = n }

// convention is what a Naming means: one row of knowledge about a library.
type convention struct {
	naming Naming
	tag    string                          // the struct tag's key
	base   string                          // import path of the package whose embedded BaseModel or Model belongs to the library
	table  func(goName string) string      // type name to table name
	column func(goName string) string      // field name to column name
	parse  func(tag string, s *spec) error // reads a tag into the spec
	implicitKey
}

// implicitKey says what is the key of a struct whose tags name none, and which keys the database numbers.
type implicitKey struct {
	autoSingle  bool // a single integer key is numbered by the database unless its tag says no
	autoIfNamed bool // a key that was found by its name is numbered by the database
	int64Only   bool // only an int64 is found by its name
}

// conventions in the order in which a struct's tags are looked for.
var conventions = []convention{
	{naming: NamingORM, tag: "orm", table: snakeORM, column: snakeORM, parse: parseORM, implicitKey: implicitKey{autoIfNamed: true}},
	{naming: NamingGORM, tag: "gorm", base: "gorm.io/gorm", table: func(s string) string { return plural(snakeGORM(s)) },
		column: snakeGORM, parse: parseGORM, implicitKey: implicitKey{autoSingle: true, autoIfNamed: true}},
	{naming: NamingBun, tag: "bun", base: "github.com/uptrace/bun", table: func(s string) string { return plural(snake(s)) },
		column: snake, parse: parseBun},
	{naming: NamingXorm, tag: "xorm", table: snakeXorm, column: snakeXorm, parse: parseXorm,
		implicitKey: implicitKey{autoIfNamed: true, int64Only: true}},
	{naming: NamingXormGonic, tag: "xorm", table: snakeGonic, column: snakeGonic, parse: parseXorm,
		implicitKey: implicitKey{autoIfNamed: true, int64Only: true}},
	{naming: NamingSQLX, tag: "db", table: snakeORM, column: strings.ToLower, parse: parseDB, implicitKey: implicitKey{autoIfNamed: true}},
}

// conventionOf finds the row of a naming, or, without one, the first whose tag or base model the struct uses.
func conventionOf(n Naming, t reflect.Type) (*convention, error) {
	for i := range conventions {
		c := &conventions[i]
		if n == c.naming || n == "" && usesTag(t, c, 0) {
			return c, nil
		}
	}
	if n == "" {
		return &conventions[0], nil
	}
	return nil, fmt.Errorf("orm: unknown naming %q", string(n))
}

func usesTag(t reflect.Type, c *convention, depth int) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || depth > 4 {
		return false
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if _, ok := f.Tag.Lookup(c.tag); ok {
			return true
		}
		if f.Anonymous && (c.base != "" && f.Type.PkgPath() == c.base || usesTag(f.Type, c, depth+1)) {
			return true
		}
	}
	return false
}

// spec is what a tag says of a field.
type spec struct {
	name     string // column name; empty: by the convention
	table    string // the table's name, given on a base model or a blank field
	prefix   string // of an embedded struct's columns
	skip     bool   // not a column
	embed    bool   // the struct's fields are columns of this table
	pk       bool
	auto     bool // numbered by the database
	noAuto   bool // explicitly not
	version  bool // compare-and-set counter
	created  bool // set to the time of the INSERT
	updated  bool // set to the time of each write
	deleted  bool // set to the time of the deletion; rows that have it are gone
	readonly bool // read, never written
	noted    bool // no column of the table: filled from an annotation of its name
	nullzero bool // a zero is written as NULL
	json     bool // marshalled
	relation bool // belongs to another table
	unit     unit // of created, updated, deleted in an integer column
}

// unit is what an integer column of times counts.
type unit int64

const (
	seconds unit = 1
	millis  unit = 1e3
	nanos   unit = 1e9
)

// flags are the words that several libraries share.
var flags = map[string]func(*spec){
	"-":             func(s *spec) { s.skip = true },
	"pk":            func(s *spec) { s.pk = true },
	"auto":          func(s *spec) { s.auto = true },
	"autoincrement": func(s *spec) { s.auto = true },
	"version":       func(s *spec) { s.version = true },
	"created":       func(s *spec) { s.created = true },
	"updated":       func(s *spec) { s.updated = true },
	"deleted":       func(s *spec) { s.deleted = true },
	"readonly":      func(s *spec) { s.readonly = true },
	"annotation":    func(s *spec) { s.noted, s.readonly = true, true },
	"nullzero":      func(s *spec) { s.nullzero = true },
	"json":          func(s *spec) { s.json = true },
	"embed":         func(s *spec) { s.embed = true },
}

// parseORM reads this package's own tag: a name, then flags.
//
//	orm:"id,pk,auto"   orm:",version"   orm:"-"   orm:",embed:billing_"   _ struct{} `orm:"table:products"`
func parseORM(tag string, s *spec) error {
	name, rest, _ := strings.Cut(tag, ",")
	if name == "-" {
		s.skip = true
		return nil
	}
	if table, ok := strings.CutPrefix(name, "table:"); ok {
		s.table = table
		return nil
	}
	s.name = name
	for _, word := range splitWords(rest, ',') {
		if word == "" {
			continue
		}
		if prefix, ok := strings.CutPrefix(word, "embed:"); ok {
			s.embed, s.prefix = true, prefix
			continue
		}
		set := flags[word]
		if set == nil {
			return fmt.Errorf("unknown option %q in the tag orm:%q; known are pk, auto, version, created, updated, deleted, readonly, annotation, nullzero, json, embed", word, tag)
		}
		set(s)
	}
	return nil
}

// parseDB reads sqlx's tag, and the key options that other readers of db tags use. Options that mean nothing here are theirs.
func parseDB(tag string, s *spec) error {
	name, rest, _ := strings.Cut(tag, ",")
	if name == "-" {
		s.skip = true
		return nil
	}
	s.name = name
	for _, word := range splitWords(rest, ',') {
		if word == "primarykey" {
			word = "pk"
		}
		if set := flags[word]; set != nil {
			set(s)
		}
	}
	return nil
}

// parseGORM reads `column:name;primaryKey;autoIncrement:false;embedded;embeddedPrefix:x_;->;<-:false;serializer:json`.
func parseGORM(tag string, s *spec) error {
	for _, word := range splitWords(tag, ';') {
		key, val, has := strings.Cut(word, ":")
		key, val = strings.ToUpper(strings.TrimSpace(key)), strings.TrimSpace(val)
		yes := !has || !strings.EqualFold(val, "false")
		switch key {
		case "-":
			s.skip = !strings.EqualFold(val, "migration")
		case "COLUMN":
			s.name = val
		case "PRIMARYKEY", "PRIMARY_KEY":
			s.pk = yes
		case "AUTOINCREMENT":
			s.auto, s.noAuto = yes, !yes
		case "EMBEDDED":
			s.embed = true
		case "EMBEDDEDPREFIX":
			s.prefix = val
		case "->":
			s.readonly = yes // `->` alone: read only; `<-` after it allows writing again
		case "<-":
			s.readonly = !yes
		case "SERIALIZER":
			s.json = strings.EqualFold(val, "json")
		case "AUTOCREATETIME":
			s.created, s.unit = yes, gormUnit(val)
		case "AUTOUPDATETIME":
			s.updated, s.unit = yes, gormUnit(val)
		case "FOREIGNKEY", "MANY2MANY", "POLYMORPHIC", "REFERENCES":
			s.relation = true
		}
	}
	return nil
}

func gormUnit(val string) unit {
	switch strings.ToLower(val) {
	case "nano":
		return nanos
	case "milli":
		return millis
	}
	return seconds
}

// parseBun reads `id,pk,autoincrement`, `,soft_delete`, `rel:has-many,join:id=user_id`, `embed:prefix_`, `table:users,alias:u`.
func parseBun(tag string, s *spec) error {
	for i, word := range splitWords(tag, ',') {
		key, val, has := strings.Cut(word, ":")
		val = strings.Trim(val, "'")
		switch {
		case word == "-":
			s.skip = true
		case key == "table" && has:
			s.table = val
		case key == "embed":
			s.embed, s.prefix = true, val
		case key == "rel" || key == "m2m" || key == "join":
			s.relation = true
		case key == "soft_delete":
			s.deleted = true
		case key == "scanonly":
			s.noted, s.readonly = true, true
		case key == "type":
			s.json = s.json || strings.HasPrefix(strings.ToLower(val), "json")
		case i == 0 && !has:
			s.name = word // may be empty
		case flags[key] != nil && !has:
			flags[key](s)
		}
	}
	return nil
}

// parseXorm reads words apart from spaces: `pk autoincr 'user_id'`, `varchar(64) notnull name`, `extends`, `<-`, `jsonb`.
func parseXorm(tag string, s *spec) error {
	words := splitWords(tag, ' ')
	for i, word := range words {
		if word == "" {
			continue
		}
		bare, params, _ := strings.Cut(word, "(")
		params = strings.Trim(params, "')")
		previous := ""
		if i > 0 {
			previous = strings.ToLower(words[i-1])
		}
		switch low := strings.ToLower(bare); {
		case word[0] == '\'':
			if previous != "default" && previous != "comment" {
				s.name = strings.Trim(word, "'")
			}
		case low == "autoincr":
			s.auto = true
		case low == "extends":
			s.embed, s.prefix = true, params
		case low == "<-":
			s.readonly = true
		case low == "jsonb":
			s.json = true
		case flags[low] != nil && low != "auto" && low != "embed":
			flags[low](s)
		case previous == "default" || xormWords[low]:
		default:
			s.name = word
		}
	}
	return nil
}

// xormWords are the words of a xorm tag that are neither a column's name nor of use here: constraints and SQL types.
var xormWords = wordSet(`-> null not default utc local notnull index unique cache nocache comment unsigned collate
	bit unsigned_bit tinyint smallint mediumint int integer bigint enum set char varchar nchar nvarchar tinytext text ntext
	clob mediumtext longtext uuid uniqueidentifier sysname date datetime datetime2 time timestamp timestampz smalldatetime
	year decimal numeric real float double double_precision number money smallmoney binary varbinary tinyblob blob
	mediumblob longblob bytea bool boolean serial bigserial array xml geography row`)

func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(text) {
		set[w] = true
	}
	return set
}

// splitWords parts a tag at sep, but not within quotes or parentheses. Spaces part once however many; a comma parts always,
// so that ",pk" has an empty first word.
func splitWords(tag string, sep rune) []string {
	if sep == ' ' {
		tag = strings.Join(strings.FieldsFunc(tag, unicode.IsSpace), " ")
	}
	var words []string
	depth, quoted, from := 0, false, 0
	for i, r := range tag + string(sep) {
		switch r {
		case '\'':
			quoted = !quoted
		case '(':
			depth++
		case ')':
			depth--
		}
		if r == sep && (!quoted && depth == 0 || i == len(tag)) {
			words = append(words, strings.TrimSpace(tag[from:i]))
			from = i + 1
		}
	}
	return words
}
