package rowflow

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

func sample() []funcFact {
	n, text := int64(-3), "paid"
	at := Pos{Pkg: "shop/store", File: "order.go", Line: 12, Col: 3, Func: "Pay"}
	cell := Flow{Read: "7/1as", Path: "Balance", How: Computed, Op: "-"}
	return []funcFact{
		{
			Key:   "Store.Pay",
			Reads: []*ReadSite{{ID: "7/1as", At: at, Type: "shop.Account", Where: []Term{{Column: "id", Op: "=", Value: Value{Flows: []Flow{{Root: Root{Kind: Param, N: 1}}}}}}}},
			Summary: Summary{
				Effects: []Effect{{Write: &Write{At: at, Via: []Pos{at}, Verb: knowledge.Update, Set: []Term{{Column: "balance", Value: Value{Flows: []Flow{cell}}}}}}, {Guard: "row lock"}},
				Results: []Value{{Int: &n}, {Text: &text, Holes: []Value{{Fresh: true}}, Image: []Entry{{Path: "Balance", Value: Value{Flows: []Flow{cell}}}}}},
				Outside: true,
			},
		},
		{Key: "Store.Refund", Summary: Summary{Results: []Value{{Flows: []Flow{cell}}}}},
	}
}

func TestPack(t *testing.T) {
	in := sample()
	var out []funcFact
	require.NoError(t, decode(encode(&in), &out))
	for _, ff := range in { // names of reads are numbered, in each function anew
		for _, r := range ff.Reads {
			r.ID = "1"
		}
		ff.Summary.rename(map[string]string{"7/1as": "1"})
	}
	in[0].Summary.rename(map[string]string{"7/1as": "1"})
	in[1].Summary.rename(map[string]string{"7/1as": "1"})
	require.Equal(t, in, out)
}

func TestPackOnce(t *testing.T) {
	one := sample()
	many := make([]funcFact, 0, 200)
	for range 100 {
		many = append(many, sample()...)
	}
	require.Less(t, len(encode(&many)), 2*len(encode(&one)), "what is the same is written once")
}

// Whatever a file holds, reading it ends, and in an error where it does not end well.
func FuzzUnpack(f *testing.F) {
	in := sample()
	f.Add(encode(&in))
	f.Fuzz(func(t *testing.T, part []byte) {
		var out []funcFact
		if decode(part, &out) == nil {
			again := encode(&out)
			var back []funcFact
			require.NoError(t, decode(again, &back))
			require.Equal(t, len(out), len(back))
		}
	})
}

func TestUnpackBroken(t *testing.T) {
	in := sample()
	whole := encode(&in)
	for i := range whole {
		broken := append([]byte{}, whole...)
		broken[i] ^= 0x55
		var out []funcFact
		_ = decode(broken, &out) // no panic
		_ = decode(whole[:i], &out)
	}
	require.Contains(t, reflect.TypeFor[Flow]().Field(0).Tag, "local")
}
