package locks

import "testing"

// A test calls what the program calls under a lock only.
func TestAdd(t *testing.T) {
	b := &Bank{}
	if b.db != nil && b.add(1, 1) != nil {
		t.Fatal("not added")
	}
}
