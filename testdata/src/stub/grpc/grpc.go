// Package grpc has what generated clients need of google.golang.org/grpc.
package grpc

import "context"

// CallOption configures a call before it starts, or extracts information from it after it completes.
type CallOption interface{ before() }

// ClientConnInterface is a connection on which generated clients call methods.
type ClientConnInterface interface {
	Invoke(ctx context.Context, method string, args any, reply any, opts ...CallOption) error
}
