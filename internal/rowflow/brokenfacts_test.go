package rowflow

import (
	"go/types"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
)

// Facts that are cut off, changed on the way or of another version mean unknown: no error, no panic, and nothing that was not found without.
func TestBrokenFacts(t *testing.T) {
	pass := checked(t, shopOf(8))
	var told PackageFact
	pass.ExportPackageFact = func(f analysis.Fact) { told = *f.(*PackageFact) }
	want, _ := analyzed(t, pass)
	require.NotEmpty(t, told.Funcs)

	pass = checked(t, shopHead+`
type keeper interface{ SellAll0(context.Context, []int64) error }

func sell(ctx context.Context, k keeper) error { return k.SellAll0(ctx, nil) }
`)
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		broken := told
		for _, part := range []*[]byte{&broken.Funcs, &broken.Types} {
			*part = slices.Clone(*part)
			switch random.IntN(3) {
			case 0:
				*part = (*part)[:random.IntN(len(*part)+1)]
			case 1:
				for range 1 + random.IntN(4) {
					(*part)[random.IntN(len(*part))] = byte(random.IntN(256))
				}
			}
		}
		if random.IntN(4) == 0 {
			broken.Version = FactVersion + 1
		}
		pass.ImportPackageFact = func(p *types.Package, f analysis.Fact) bool {
			*f.(*PackageFact) = broken
			return p.Path() == "context"
		}
		pass.AllPackageFacts = func() []analysis.PackageFact {
			return []analysis.PackageFact{{Package: pass.Pkg.Imports()[0], Fact: &broken}}
		}
		res, _ := analyzed(t, pass)
		for _, l := range res.LeftOut {
			require.Empty(t, l.Stack, l.Why)
		}
		require.LessOrEqual(t, len(res.Findings), len(want.Findings))
	}
}
