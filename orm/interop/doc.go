// Package interop has tests and examples of orm on the handles, transactions and models of other libraries. It is a module
// of its own, so that nobody else depends on those libraries.
package interop
