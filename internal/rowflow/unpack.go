package rowflow

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"reflect"
	"strconv"
)

// Bounds for what facts are made into, in bytes, in values, and in how deep these lie: those of a broken file may mention each other without end.
const (
	maxUnpacked      = 1 << 26
	maxUnpackedDepth = 200
)

// decode reads a part of a fact into what v points to.
func decode(part []byte, v any) (err error) {
	data, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(part)), maxUnpacked))
	if err != nil {
		return err
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("a broken fact: %v", r) // it was cut short, or its numbers lead nowhere
		}
	}()
	u := &unpacker{data: data, at: map[reflect.Type][]int{}, texts: map[int]string{}, left: maxUnpacked}
	u.read(reflect.ValueOf(v).Elem(), 0)
	return nil
}

// An unpacker makes values of what a packer wrote.
type unpacker struct {
	data  []byte
	pos   int
	at    map[reflect.Type][]int // where those that have come up stand
	again bool                   // what is read has come up before
	texts map[int]string         // by where they stand
	left  int
}

// read sets v to what stands next.
func (u *unpacker) read(v reflect.Value, depth int) {
	if u.left--; u.left < 0 || depth > maxUnpackedDepth {
		panic("it holds too much")
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(u.uvarint() != 0)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(u.uvarint())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, size := binary.Varint(u.data[u.pos:])
		u.skip(size)
		v.SetInt(n)
	case reflect.Pointer:
		if u.uvarint() != 0 {
			v.Set(reflect.New(v.Type().Elem()))
			u.read(v.Elem(), depth+1)
		}
	default:
		u.mentioned(v, depth)
	}
}

// mentioned sets v to what is written here, or was written before.
func (u *unpacker) mentioned(v reflect.Value, depth int) {
	switch n := u.uvarint(); n {
	case 0:
	case 1:
		if !u.again {
			u.at[v.Type()] = append(u.at[v.Type()], u.pos)
		}
		u.written(v, depth+1)
	default:
		pos, again := u.pos, u.again
		u.pos, u.again = u.at[v.Type()][n-2], true
		u.written(v, depth+1)
		u.pos, u.again = pos, again
	}
}

// written sets v to the string, slice or struct that stands next.
func (u *unpacker) written(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(u.text())
	case reflect.Slice:
		n := u.uvarint()
		if n > uint64(len(u.data)) {
			panic("a list is too long")
		}
		v.Set(reflect.MakeSlice(v.Type(), int(n), int(n)))
		for i := range v.Len() {
			u.read(v.Index(i), depth)
		}
	case reflect.Struct:
		set := u.uvarint()
		for i := range v.NumField() {
			switch f := v.Type().Field(i); {
			case set&(1<<i) == 0 || !isPacked(f):
			case isLocal(f):
				v.Field(i).SetString(strconv.FormatUint(u.uvarint(), 10))
			default:
				u.read(v.Field(i), depth)
			}
		}
	}
}

// text is the string that stands next, one for all who mention it.
func (u *unpacker) text() string {
	start := u.pos
	n := int(u.uvarint())
	s, ok := u.texts[start]
	if !ok {
		s = string(u.data[u.pos : u.pos+n])
		u.texts[start] = s
	}
	u.pos += n
	return s
}

func (u *unpacker) uvarint() uint64 {
	n, size := binary.Uvarint(u.data[u.pos:])
	u.skip(size)
	return n
}

func (u *unpacker) skip(n int) {
	if n <= 0 {
		panic("it ends too soon")
	}
	u.pos += n
}
