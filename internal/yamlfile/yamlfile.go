// Package yamlfile reads configuration in YAML strictly: a key that nobody knows, a key that is there twice and a value of
// the wrong kind are errors that name the line, and what was probably meant.
package yamlfile

import (
	"bytes"
	"encoding"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// An Error is what is wrong at a place in a file. It prints as compilers do: "file:line:col: message".
type Error struct {
	File      string
	Line, Col int
	Message   string
}

func (e *Error) Error() string {
	place := e.File
	for _, n := range []int{e.Line, e.Col} {
		if n > 0 {
			place += ":" + strconv.Itoa(n)
		}
	}
	return place + ": " + e.Message
}

// An At is a value that remembers where it stands, for errors that are found later.
type At[T any] struct {
	Value     T
	Line, Col int
}

// A Map is a mapping in the order of its file.
type Map[V any] []Entry[V]

// An Entry is a key of a Map and its value; the place is the key's.
type Entry[V any] struct {
	Key       string
	Value     V
	Line, Col int
}

// Decode reads data, which is the content of the named file, into a pointer to a struct. The keys are the names of its
// fields with a small first letter: typeArg for TypeArg, sql for SQL. Its fields may be strings, booleans, numbers, types
// that read themselves from text, structs, slices, Map and At; those of an embedded struct are its own. What is not in the file stays as it is.
func Decode(file string, data []byte, into any) error {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, next yaml.Node
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		return nil // an empty file
	} else if err != nil {
		return syntaxError(file, err)
	}
	if err := dec.Decode(&next); !errors.Is(err, io.EOF) {
		return &Error{file, next.Line, next.Column, "one document is wanted, not several"}
	}
	if doc.Content[0].Tag == "!!null" {
		return nil
	}
	return decoder{file}.value(doc.Content[0], reflect.ValueOf(into).Elem(), "the file")
}

var lineOf = regexp.MustCompile(`^yaml: line (\d+): (.*)`)

// syntaxError gives the library's error the form of ours: "yaml: line 3: mapping values are not allowed in this context".
func syntaxError(file string, err error) error {
	if m := lineOf.FindStringSubmatch(err.Error()); m != nil {
		line, _ := strconv.Atoi(m[1]) // digits, as the pattern says
		return &Error{file, line, 0, m[2]}
	}
	return &Error{file, 0, 0, strings.TrimPrefix(err.Error(), "yaml: ")}
}

type decoder struct{ file string }

func (d decoder) errorf(n *yaml.Node, format string, args ...any) error {
	return &Error{d.file, n.Line, n.Column, fmt.Sprintf(format, args...)}
}

// A placed is an At or a Map, whatever it holds.
type placed interface {
	decode(d decoder, n *yaml.Node, what string) error
}

func (a *At[T]) decode(d decoder, n *yaml.Node, what string) error {
	a.Line, a.Col = n.Line, n.Column
	return d.value(n, reflect.ValueOf(&a.Value).Elem(), what)
}

func (m *Map[V]) decode(d decoder, n *yaml.Node, what string) error {
	return d.pairs(n, what, func(key, value *yaml.Node) error {
		e := Entry[V]{Key: key.Value, Line: key.Line, Col: key.Column}
		err := d.value(value, reflect.ValueOf(&e.Value).Elem(), key.Value)
		*m = append(*m, e)
		return err
	})
}

// value decodes a node; what is how errors call it.
func (d decoder) value(n *yaml.Node, v reflect.Value, what string) error {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	switch to := v.Addr().Interface().(type) {
	case placed:
		return to.decode(d, n, what)
	case encoding.TextUnmarshaler:
		if n.Kind != yaml.ScalarNode {
			return d.errorf(n, "%s: want one value", what)
		}
		if err := to.UnmarshalText([]byte(n.Value)); err != nil {
			return d.errorf(n, "%s: %v", what, err)
		}
		return nil
	}
	switch v.Kind() {
	case reflect.Struct:
		return d.fields(n, v, what)
	case reflect.Slice:
		return d.list(n, v, what)
	}
	return d.scalar(n, v, what)
}

// scalar decodes a string, a boolean or a number.
func (d decoder) scalar(n *yaml.Node, v reflect.Value, what string) error {
	kinds := map[reflect.Kind]string{reflect.String: "a text", reflect.Bool: "true or false", reflect.Int: "a number"}
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" || v.Kind() != reflect.String && n.Decode(v.Addr().Interface()) != nil {
		return d.errorf(n, "%s: want %s", what, kinds[v.Kind()])
	}
	if v.Kind() == reflect.String {
		v.SetString(n.Value)
	}
	return nil
}

func (d decoder) list(n *yaml.Node, v reflect.Value, what string) error {
	if n.Kind != yaml.SequenceNode {
		return d.errorf(n, "%s: want a list", what)
	}
	for _, item := range n.Content {
		to := reflect.New(v.Type().Elem()).Elem()
		if err := d.value(item, to, what); err != nil {
			return err
		}
		v.Set(reflect.Append(v, to))
	}
	return nil
}

func (d decoder) fields(n *yaml.Node, v reflect.Value, what string) error {
	names, byName := []string{}, map[string][]int{}
	for _, f := range reflect.VisibleFields(v.Type()) {
		if f.IsExported() && !f.Anonymous {
			names = append(names, keyOf(f.Name))
			byName[keyOf(f.Name)] = f.Index
		}
	}
	return d.pairs(n, what, func(key, value *yaml.Node) error {
		i, ok := byName[key.Value]
		if !ok {
			return d.errorf(key, "unknown key %q; there are: %s", key.Value, strings.Join(names, ", "))
		}
		return d.value(value, v.FieldByIndex(i), key.Value)
	})
}

// pairs calls each for the keys of a mapping, none of which may be there twice.
func (d decoder) pairs(n *yaml.Node, what string, each func(key, value *yaml.Node) error) error {
	if n.Kind != yaml.MappingNode {
		return d.errorf(n, "%s: want keys with values", what)
	}
	seen := map[string]int{}
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i]
		if line := seen[key.Value]; line > 0 {
			return d.errorf(key, "%q is there twice, first on line %d", key.Value, line)
		}
		seen[key.Value] = key.Line
		if err := each(key, n.Content[i+1]); err != nil {
			return err
		}
	}
	return nil
}

// keyOf is a field's name in a file: typeArg for TypeArg, sql for SQL.
func keyOf(name string) string {
	runes := []rune(name)
	for i, r := range runes {
		if i > 0 && i+1 < len(runes) && unicode.IsLower(runes[i+1]) || unicode.IsLower(r) {
			break
		}
		runes[i] = unicode.ToLower(r)
	}
	return string(runes)
}
