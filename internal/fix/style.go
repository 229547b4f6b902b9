package fix

import "fmt"

var styleNames = [...]string{Both: "both", Native: "native", Orm: "orm"}

// String is the style's name, as flags and settings spell it.
func (s Style) String() string { return styleNames[s] }

// Set reads a style's name: Style is a flag.Value.
func (s *Style) Set(name string) error {
	for i, n := range styleNames {
		if n == name {
			*s = Style(i)
			return nil
		}
	}
	return fmt.Errorf("want both, native or orm")
}
