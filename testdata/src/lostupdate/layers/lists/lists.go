// Package lists knows nothing of databases.
package lists

// Without is the list without a value.
func Without(list []string, value string) []string {
	kept := []string{}
	for _, v := range list {
		if v != value {
			kept = append(kept, v)
		}
	}
	return kept
}
