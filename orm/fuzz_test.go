package orm_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/orm"
)

// FuzzNames gives hostile names to every place that takes one. Whatever they hold, the statement must be the one of a tame
// name once the quoted names are taken out.
func FuzzNames(f *testing.F) {
	for _, s := range []string{"a", `a"b`, "a`b", `"; DROP TABLE x; --`, "a.b", "`", `"`, `\`, `\"`, "a\x00b", "é雪", "' OR 1=1", "$1", "?", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		for _, dialect := range []string{"sqlite", "postgres", "mysql"} {
			hostile, err := namesSQL(dialect, name)
			if err != nil {
				require.True(t, name == "" || strings.Contains(name, "\x00"), "%q: %v", name, err)
				continue
			}
			tame, err := namesSQL(dialect, "tame")
			require.NoError(t, err)
			require.Equal(t, unquoted(tame, dialect), unquoted(hostile, dialect), "%q in %s", name, hostile)
		}
	})
}

func namesSQL(dialect, name string) (string, error) {
	db := orm.New(nil, orm.DialectNamed(dialect))
	s := orm.Objects[Product](db)
	text, _, err := s.Filter(orm.Col[int](name).Eq(1).Or(orm.Raw[int]("? + 1", orm.Col[int](name)).Gt(2))).OrderBy(orm.Col[int](name).Desc()).SQL()
	return text, err
}

// unquoted takes the quoted names out of a statement, reading quotes as the database does.
func unquoted(text, dialect string) string {
	quote := byte('`')
	if dialect == "postgres" {
		quote = '"'
	}
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != quote {
			out.WriteByte(text[i])
			continue
		}
		for i++; i < len(text); i++ {
			if text[i] == quote {
				if i+1 < len(text) && text[i+1] == quote {
					i++
					continue
				}
				break
			}
		}
		out.WriteString("<name>")
	}
	return out.String()
}

// FuzzTags gives hostile tags to the readers of all libraries' tags: no panic, and no name leaves its quotes.
func FuzzTags(f *testing.F) {
	for _, s := range []string{"id,pk", "column:a;primaryKey", "varchar(25) notnull 'usr_name'", `a\"b,pk`, "embed:x_", "'", "((", "default('x' y", "table:a.b", ",", ";;", "rel:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, tag string) {
		if strings.ContainsAny(tag, "\"`\\") && !utf8.ValidString(tag) {
			return
		}
		for _, key := range []string{"orm", "gorm", "bun", "xorm", "db"} {
			field := reflect.StructField{Name: "Field", Type: reflect.TypeFor[int](), Tag: reflect.StructTag(key + ":" + quoteTag(tag))}
			typ := reflect.StructOf([]reflect.StructField{{Name: "ID", Type: reflect.TypeFor[int64]()}, field})
			orm.CheckModel(t, typ, func(text string) {
				rest := unquoted(text, "sqlite")
				require.NotContains(t, rest, ";", text)
				require.NotContains(t, rest, "'", text)
				require.NotContains(t, rest, "--", text)
			})
		}
	})
}

func quoteTag(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := 0; i < len(s); i++ {
		if s[i] == '"' || s[i] == '\\' {
			b.WriteByte('\\')
		}
		if s[i] == '\n' {
			b.WriteString(`\n`)
			continue
		}
		b.WriteByte(s[i])
	}
	b.WriteByte('"')
	return b.String()
}

// FuzzValues sends hostile values through a real database by every road that a value can take.
func FuzzValues(f *testing.F) {
	for _, s := range []string{"a", "'", `"`, "''; DROP TABLE usr; --", `\`, `\'`, "{a,b}", `{"a"}`, "NULL", "%_!", "é雪\U0001F600", "?", "$1", "\n\t"} {
		f.Add(s)
	}
	var live []database
	for _, s := range servers() {
		db := database{s.open(f), s}
		db.create(f, userDDL)
		live = append(live, db)
	}
	f.Fuzz(func(t *testing.T, v string) {
		if !utf8.ValidString(v) || strings.Contains(v, "\x00") || utf8.RuneCountInString(v) > 150 {
			return // not text for these databases
		}
		for _, db := range live {
			checkValue(t, db, v)
		}
	})
}

func checkValue(t *testing.T, db database, v string) {
	users := orm.Objects[User](db.DB)
	x := users.Fields()
	_, err := users.Delete(ctx)
	require.NoError(t, err)
	one, two, other := &User{Email: "1" + v, Name: v}, &User{Email: "2", Name: "two"}, &User{Email: "3", Name: "other"}
	require.NoError(t, orm.BulkCreate(ctx, db.DB, []*User{one, two, other}))
	require.NoError(t, orm.Update(ctx, db.DB, two, orm.Set(&two.Name, v), orm.If(orm.F(&two.Name).Eq("two"))))
	two.Email = "2" + v
	_, err = orm.BulkUpdate(ctx, db.DB, []*User{two})
	require.NoError(t, err)
	got, err := users.Filter(orm.F(&x.Name).Eq(v), orm.F(&x.Name).Contains(v), orm.F(&x.Name).In(v), orm.F(&x.Email).EndsWith(v)).OrderBy(orm.F(&x.ID)).All(ctx)
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(got), 2)
	require.Equal(t, *one, *got[0])
	require.Equal(t, *two, *got[1])
	n, err := users.Count(ctx)
	require.NoError(t, err)
	require.EqualValues(t, 3, n)
}
