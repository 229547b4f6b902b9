package orm

import (
	"fmt"
	"reflect"
	"strings"
)

// walker gathers the columns of a struct and of the structs embedded in it.
type walker struct {
	plan  *plan
	c     *convention
	depth int
	err   error
}

func (w *walker) walk(t reflect.Type, offset uintptr, via []hop, prefix, path string) {
	if w.depth++; w.depth > 16 {
		w.err = fmt.Errorf("orm: %v embeds itself", w.plan.typ)
		return
	}
	defer func() { w.depth-- }()
	for i := 0; i < t.NumField() && w.err == nil; i++ {
		w.field(t.Field(i), offset, via, prefix, path)
	}
}

func (w *walker) field(f reflect.StructField, offset uintptr, via []hop, prefix, path string) {
	var s spec
	tag := f.Tag.Get(w.c.tag)
	if err := w.c.parse(tag, &s); err != nil {
		w.err = fmt.Errorf("orm: %v.%s%s: %w", w.plan.typ, path, f.Name, err)
		return
	}
	if s.table != "" {
		w.plan.table = s.table
	}
	if s.skip || !f.IsExported() && !f.Anonymous || f.Type.Size() == 0 {
		return
	}
	inner := f.Type
	if inner.Kind() == reflect.Pointer {
		inner = inner.Elem()
	}
	c := codecOf(f.Type)
	if inner.Kind() == reflect.Struct && (s.embed || f.Anonymous && c.form == formNone && !s.json && s.name == "") {
		at := offset + f.Offset
		if f.Type.Kind() == reflect.Pointer {
			via, at = append(via[:len(via):len(via)], hop{offset: at, typ: inner}), 0
		}
		w.walk(inner, at, via, prefix+s.prefix, path+f.Name+".")
		return
	}
	if !f.IsExported() {
		return
	}
	w.column(f, c, s, offset, via, prefix, path)
}

func (w *walker) column(f reflect.StructField, c *codec, s spec, offset uintptr, via []hop, prefix, path string) {
	if s.json || c.form == formNone && w.implicitJSON(f, s) {
		c.form, c.scanner, c.valuer, c.pvaluer = formJSON, false, false, false
	}
	if s.relation || c.form == formNone && s.name == "" {
		return // a field of another table, or of none
	}
	if c.form == formNone {
		w.err = fmt.Errorf("orm: %v.%s%s: a %v cannot be stored; give it Value and Scan methods, or tag it json", w.plan.typ, path, f.Name, f.Type)
		return
	}
	if s.name == "" {
		s.name = w.c.column(f.Name)
	}
	s.name = prefix + s.name
	if strings.IndexByte(s.name, 0) >= 0 {
		w.err = fmt.Errorf("orm: %v.%s%s: a NUL in the column name %q", w.plan.typ, path, f.Name, s.name)
		return
	}
	gormTimes(w.c, f, &s)
	if s.unit == 0 {
		s.unit = seconds
	}
	col := column{spec: s, codec: *c, goName: path + f.Name, ptr: reflect.PointerTo(f.Type), offset: offset + f.Offset, via: via}
	col.quoted = [2]string{string(appendQuoted(nil, s.name, '"')), string(appendQuoted(nil, s.name, '`'))}
	for i := range w.plan.cols {
		if w.plan.cols[i].name == s.name { // the outer field hides the embedded one, as in Go
			if strings.Count(path, ".") < strings.Count(w.plan.cols[i].goName, ".") {
				w.plan.cols[i] = col
			}
			return
		}
	}
	w.plan.cols = append(w.plan.cols, col)
}

// implicitJSON: bun stores maps, slices and structs without a tag as JSON, xorm maps and slices.
func (w *walker) implicitJSON(f reflect.StructField, s spec) bool {
	k := f.Type.Kind()
	switch w.c.tag {
	case "bun":
		return !s.relation && (k == reflect.Map || k == reflect.Slice || k == reflect.Struct || k == reflect.Pointer)
	case "xorm":
		return k == reflect.Map || k == reflect.Slice
	}
	return false
}

// gormTimes: GORM knows CreatedAt and UpdatedAt by name and DeletedAt by its type.
func gormTimes(c *convention, f reflect.StructField, s *spec) {
	if c.naming != NamingGORM {
		return
	}
	k := f.Type.Kind()
	timely := f.Type.ConvertibleTo(timeType) || k >= reflect.Int && k <= reflect.Uint64 ||
		k == reflect.Pointer && f.Type.Elem().ConvertibleTo(timeType)
	tag := strings.ToUpper(f.Tag.Get("gorm"))
	if timely && f.Name == "CreatedAt" && !strings.Contains(tag, "AUTOCREATETIME") {
		s.created = true
	}
	if timely && f.Name == "UpdatedAt" && !strings.Contains(tag, "AUTOUPDATETIME") {
		s.updated = true
	}
	if f.Type.PkgPath() == "gorm.io/gorm" && f.Type.Name() == "DeletedAt" {
		s.deleted = true
	}
	if f.Type.PkgPath() == "gorm.io/plugin/optimisticlock" {
		s.version = true
	}
}
