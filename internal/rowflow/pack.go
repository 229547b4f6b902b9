package rowflow

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
)

// Facts say the same things again and again: a place, a column, a read that one function hands on to the next. Here each is written once, where it
// comes up first, and is a number from then on (hash-consing: Ershov 1958, Goto 1974). What is written is, by type,
//
//	a number, a truth value   itself
//	a pointer                 0 for nil, or 1 and what it points to
//	a string, slice, struct   0 for its zero value; 1 and what it is, where it comes up first; else how many of its type have come up since, and 2
//
// where a string is its length and bytes, a slice how many elements and each, and a struct a bit for each field that is not zero and those
// fields. A field with the tag pack:"-" is left out; pack:"local" is for names that mean something in one function only, which are numbered. All
// of it is deflated.

// encode makes a part of a fact from what v points to.
func encode(v any) []byte {
	p := newPacker()
	data := p.write(nil, p.pack(reflect.ValueOf(v).Elem()))
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err == nil {
		_, err = w.Write(data)
		err = errors.Join(err, w.Close())
	}
	if err != nil {
		panic(err) // a buffer takes what it is given
	}
	return b.Bytes()
}

// A packed value is bytes, or parts of which equal ones are the same.
type packed struct {
	typ   reflect.Type // nil for bytes that stand for themselves
	bytes []byte       // what stands before the parts
	parts []*packed
	id    uint64
	at    uint64 // which of its type it is, once it is written
}

type packer struct {
	made   map[reflect.Type]map[string]*packed
	ids    uint64
	count  map[reflect.Type]uint64 // how many are written
	locals map[string]uint64       // the function's own names, as they come up
}

func newPacker() *packer {
	return &packer{made: map[reflect.Type]map[string]*packed{}, count: map[reflect.Type]uint64{}, locals: map[string]uint64{}}
}

func plain(b ...byte) *packed { return &packed{bytes: b} }

// pack makes a value packed, the same one for equal values.
func (p *packer) pack(v reflect.Value) *packed {
	switch v.Kind() {
	case reflect.Bool, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return plain(binary.AppendUvarint(nil, unsigned(v))...)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return plain(binary.AppendVarint(nil, v.Int())...)
	case reflect.Pointer:
		if v.IsNil() {
			return plain(0)
		}
		return &packed{bytes: []byte{1}, parts: []*packed{p.pack(v.Elem())}}
	}
	if v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0 {
		return plain(0)
	}
	out := &packed{typ: v.Type()}
	switch v.Kind() {
	case reflect.String:
		out.bytes = append(binary.AppendUvarint(nil, uint64(v.Len())), v.String()...)
	case reflect.Slice:
		out.bytes = binary.AppendUvarint(nil, uint64(v.Len()))
		for i := range v.Len() {
			out.parts = append(out.parts, p.pack(v.Index(i)))
		}
	case reflect.Struct:
		p.fields(out, v)
	default:
		panic(fmt.Sprintf("facts hold no %s", v.Type()))
	}
	return p.same(out)
}

func unsigned(v reflect.Value) uint64 {
	if v.Kind() != reflect.Bool {
		return v.Uint()
	}
	if v.Bool() {
		return 1
	}
	return 0
}

func (p *packer) fields(out *packed, v reflect.Value) {
	if out.typ == reflect.TypeFor[funcFact]() {
		p.locals = map[string]uint64{}
	}
	var set uint64
	for i := range v.NumField() {
		f := out.typ.Field(i)
		if !isPacked(f) || v.Field(i).IsZero() {
			continue
		}
		set |= 1 << i
		if isLocal(f) {
			out.parts = append(out.parts, plain(binary.AppendUvarint(nil, p.local(v.Field(i).String()))...))
		} else {
			out.parts = append(out.parts, p.pack(v.Field(i)))
		}
	}
	out.bytes = binary.AppendUvarint(nil, set)
}

func isPacked(f reflect.StructField) bool {
	return f.IsExported() && f.Type.Kind() != reflect.Map && f.Tag.Get("pack") != "-"
}

func isLocal(f reflect.StructField) bool { return f.Tag.Get("pack") == "local" }

func (p *packer) local(name string) uint64 {
	n, ok := p.locals[name]
	if !ok {
		n = uint64(len(p.locals) + 1)
		p.locals[name] = n
	}
	return n
}

// same is the packed value that was made before, if an equal one was.
func (p *packer) same(v *packed) *packed {
	key := bytes.Clone(v.bytes)
	for _, part := range v.parts {
		key = part.key(key)
	}
	made := p.made[v.typ]
	if made == nil {
		made = map[string]*packed{}
		p.made[v.typ] = made
	}
	if old, ok := made[string(key)]; ok {
		return old
	}
	p.ids++
	v.id = p.ids
	made[string(key)] = v
	return v
}

// key adds what a value is known by.
func (v *packed) key(b []byte) []byte {
	if v.typ != nil {
		return binary.AppendUvarint(append(b, 2), v.id)
	}
	b = append(b, v.bytes...)
	for _, part := range v.parts {
		b = part.key(b)
	}
	return b
}

func (p *packer) write(b []byte, v *packed) []byte {
	if v.typ != nil && v.at > 0 {
		return binary.AppendUvarint(b, v.at+1)
	}
	if v.typ != nil {
		b = append(b, 1)
		p.count[v.typ]++
		v.at = p.count[v.typ]
	}
	b = append(b, v.bytes...)
	for _, part := range v.parts {
		b = p.write(b, part)
	}
	return b
}
