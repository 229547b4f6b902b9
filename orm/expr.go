package orm

import (
	"database/sql/driver"
	"fmt"
	"math"
	"reflect"
	"time"
)

// Expr is an expression over a row's columns whose value is a T. It holds no value itself: the database computes it, at the
// moment when it holds the row. Make one with [F], [Col], [Val], the functions ([Coalesce], [Greatest], [Case], ..) or
// [Raw], and go on with its methods.
//
// An operand (the methods' argument) is a T, a constant, another expression, or nil for NULL. A constant of another numeric
// type is taken if no digit is lost: F(&p.Price).Gt(100) is fine, F(&p.InStock).Mul(1.5) on an integer field is an error
// when the statement runs, and so is any operand of a foreign type. NULL, overflow and division behave as the database does:
//
//	7 / 2 of integers is 3 on SQLite and PostgreSQL, 3.5 on MySQL;  x / 0 is NULL on SQLite and MySQL, an error on PostgreSQL
//	an integer that grows too large is an error on PostgreSQL and MySQL and becomes a float on SQLite
type Expr[T any] struct{ n node }

// Expression is any [Expr].
type Expression interface {
	expr() node
}

// node is one operation. l is a node, or, where op takes a field, the field pointer itself (which spares an allocation).
type node struct {
	op   op
	l, r any
}

// badOperand stands for an operand of the wrong type until the statement is built and can return the error.
type badOperand struct{ err error }

func (e Expr[T]) expr() node { return e.n }

// F is the column that the field pointer names: orm.F(&p.InStock). The pointer is resolved when a statement runs: it must
// point into the row that is given to the call ([Update], [Save]) or into [QuerySet.Fields]. Any other pointer is an error
// that names the pointer and the model.
func F[T any](field *T) Expr[T] { return Expr[T]{node{op: opField, l: field}} }

// Col is the column or annotation of that name, for names that are only known when the program runs. The name is quoted;
// a name that the model does not have is left to the database, which refuses it.
func Col[T any](name string) Expr[T] { return Expr[T]{node{op: opCol, l: name}} }

// Val is a value as an expression, bound as a parameter: orm.Val(100).Sub(orm.F(&p.Discount)).
func Val[T any](v T) Expr[T] { return Expr[T]{node{op: opVal, l: v}} }

// Raw is SQL text, for what this package has no word for. Each ? takes the next argument, which is bound, or written in
// place if it is an expression. The text goes into the statement as it is: never build it from input.
//
//	orm.Raw[float64]("ROUND(? * ?, 2)", orm.F(&p.Price), rate)
func Raw[T any](sql string, args ...any) Expr[T] { return Expr[T]{node{op: opRaw, l: sql, r: args}} }

// Add is e + v.
func (e Expr[T]) Add(v any) Expr[T] { return Expr[T]{binary(opAdd, e.n, operand[T](v))} }

// Sub is e - v.
func (e Expr[T]) Sub(v any) Expr[T] { return Expr[T]{binary(opSub, e.n, operand[T](v))} }

// Mul is e * v.
func (e Expr[T]) Mul(v any) Expr[T] { return Expr[T]{binary(opMul, e.n, operand[T](v))} }

// Div is e / v, as the database divides: integers give an integer on SQLite and PostgreSQL and a decimal on MySQL.
func (e Expr[T]) Div(v any) Expr[T] { return Expr[T]{binary(opDiv, e.n, operand[T](v))} }

// Mod is e % v: the remainder, with the sign of e. On fractions SQLite cuts both to whole numbers first, and PostgreSQL has
// it for integers and NUMERIC columns only.
func (e Expr[T]) Mod(v any) Expr[T] { return Expr[T]{binary(opMod, e.n, operand[T](v))} }

// Neg is -e.
func (e Expr[T]) Neg() Expr[T] { return Expr[T]{node{op: opNeg, l: e.n}} }

// binary keeps a field pointer as it is and boxes any other left side.
func binary(o op, l node, r any) node {
	if l.op == opField {
		return node{op: o, l: l.l, r: r}
	}
	return node{op: o, l: l, r: r}
}

// operand checks v against T and turns constants into T.
func operand[T any](v any) any {
	switch x := v.(type) {
	case T, nil:
		return v
	case Expression:
		return x.expr()
	}
	return convertOperand(reflect.TypeFor[T](), v)
}

func convertOperand(t reflect.Type, v any) any {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	rv := reflect.ValueOf(v)
	for rv.Kind() == reflect.Pointer {
		if rv.IsNil() {
			return nil
		}
		if _, ok := rv.Interface().(driver.Valuer); ok {
			return v
		}
		rv = rv.Elem()
	}
	if _, ok := rv.Interface().(driver.Valuer); ok || t == rv.Type() {
		return rv.Interface()
	}
	if n, ok := convertNumber(t, rv); ok {
		return n
	}
	same := t.Kind() == rv.Kind() && t.Kind() <= reflect.Complex128 || t.Kind() == reflect.String && rv.Kind() == reflect.String
	if same || t.Implements(valuerType) || reflect.PointerTo(t).Implements(scannerType) || t.Kind() == reflect.Interface {
		return rv.Interface()
	}
	if t.Kind() == reflect.Struct && t.ConvertibleTo(timeType) && rv.CanConvert(timeType) {
		return rv.Convert(timeType).Interface().(time.Time)
	}
	if t.Kind() == reflect.Slice && rv.Kind() == reflect.Slice && rv.CanConvert(t) {
		return rv.Interface()
	}
	return badOperand{fmt.Errorf("orm: a %v (%v) does not go with a %v expression; convert it first", rv.Type(), v, t)}
}

// convertNumber takes a number for an integer or float expression when no digit is lost.
func convertNumber(t reflect.Type, rv reflect.Value) (any, bool) {
	number := rv.CanInt() || rv.CanUint() || rv.CanFloat()
	switch zero := reflect.Zero(t); {
	case !number:
		return nil, false
	case zero.CanFloat():
		switch {
		case rv.CanInt():
			return float64(rv.Int()), true
		case rv.CanUint():
			return float64(rv.Uint()), true
		}
		return rv.Float(), true
	case zero.CanInt() || zero.CanUint():
		switch {
		case rv.CanInt():
			return rv.Int(), true
		case rv.CanUint():
			return rv.Uint(), true
		case rv.Float() == math.Trunc(rv.Float()) && math.Abs(rv.Float()) < 1<<53:
			return int64(rv.Float()), true
		}
		return badOperand{fmt.Errorf("orm: %v is no whole number, and the expression is a %v; convert one of them first", rv.Float(), t)}, true
	}
	return nil, false
}

// op is an operation.
type op uint8

const (
	opNone op = iota
	opField
	opCol
	opVal
	opRaw
	opCall
	opCase
	opNeg
	opAdd
	opSub
	opMul
	opDiv
	opMod
	opEq
	opNe
	opGt
	opGte
	opLt
	opLte
	opIn
	opBetween
	opIsNull
	opNotNull
	opContains
	opStarts
	opEnds
	opRegex
	opAnd
	opOr
	opXor
	opNot
	opAll // no condition at all
)

// opText is how databases spell the binary operators.
var opText = map[op]string{
	opAdd: " + ", opSub: " - ", opMul: " * ", opDiv: " / ", opMod: " % ",
	opEq: " = ", opNe: " <> ", opGt: " > ", opGte: " >= ", opLt: " < ", opLte: " <= ",
	opAnd: " AND ", opOr: " OR ", opXor: " <> ",
}
