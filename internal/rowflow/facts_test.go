package rowflow

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
)

// told is the fact of a package of which the text is given, and the engine's result.
func told(t *testing.T, text string) (*PackageFact, *Result) {
	t.Helper()
	var fact *PackageFact
	pass := checked(t, text)
	pass.ExportPackageFact = func(f analysis.Fact) { fact = f.(*PackageFact) }
	result, _ := analyzed(t, pass)
	require.NotNil(t, fact)
	return fact, result
}

// setters are n functions that other packages can call, each of which writes a column of its own.
func setters(n int) string {
	var b strings.Builder
	b.WriteString("package store\n\nimport \"database/sql\"\n")
	for i := range n {
		fmt.Fprintf(&b, "\nfunc Set%[1]d(db *sql.DB, id, v int64) error {\n\t_, err := db.Exec(\"UPDATE table_%[1]d SET column_%[2]x = ? WHERE id = ?\", v, id)\n\treturn err\n}\n", i, i*7919)
	}
	return b.String()
}

// A package of ordinary size tells all; a huge one as much as the budget lets through, and names the rest.
func TestFactsKeepToTheirBudget(t *testing.T) {
	small, result := told(t, setters(20))
	assert.Less(t, small.bytes(), 20*100, "a function is told in less than a hundred bytes")
	assert.Empty(t, result.LeftOut)

	large, result := told(t, setters(9000))
	assert.LessOrEqual(t, large.bytes(), 64<<10)
	assert.Greater(t, large.bytes(), 32<<10, "the budget is used")
	require.NotEmpty(t, result.LeftOut)
	assert.Equal(t, "beyond the budget: the package's facts are more than 64 KiB, and other packages know nothing of this one", result.LeftOut[0].Why)
	var funcs []funcFact
	require.NoError(t, decode(large.Funcs, &funcs))
	assert.Len(t, funcs, 9000-len(result.LeftOut))
}

// Facts of another version, and broken ones, say nothing; the facts beside them are read.
func TestFactsOfAnotherVersion(t *testing.T) {
	fact, _ := told(t, setters(3))
	data, err := fact.GobEncode()
	require.NoError(t, err)
	var same PackageFact
	require.NoError(t, same.GobDecode(data))
	assert.Equal(t, *fact, same)

	newer := append([]byte{FactVersion + 1}, data[1:]...)
	for name, broken := range map[string][]byte{"of another version": newer, "cut off": data[:len(data)/2], "empty": nil, "of another kind": {FactVersion, 1, 2, 3}} {
		same := *fact
		require.NoError(t, same.GobDecode(broken), name)
		assert.Equal(t, PackageFact{}, same, name)
	}
	var b bytes.Buffer
	require.NoError(t, gob.NewEncoder(&b).Encode([]*PackageFact{{Version: FactVersion + 1, Reaches: true}, fact}))
	var facts []*PackageFact
	require.NoError(t, gob.NewDecoder(&b).Decode(&facts))
	assert.Equal(t, []*PackageFact{{}, fact}, facts)
}
