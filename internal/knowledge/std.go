package knowledge

// HelperKind is what a helper does with the values that pass through it.
type HelperKind int

const (
	Convert   HelperKind = iota // To is From in another form: nothing is computed (strconv.Itoa, decimal.NewFromInt)
	Compute                     // To is computed from From and what follows; for calls that do not return what they compute
	Decode                      // To is filled from the text or bytes in From: a part of To is a part of From
	Rewrite                     // To is From with something of it replaced by what follows: computed, unless that is constant
	Encode                      // To is the text or bytes of From
	Bind                        // To is filled from outside the program: a request's body, a form
	Edit                        // To is changed in place by From and what follows: a part of what it was stays
	Alias                       // To is From itself, or writes into it (json.NewEncoder)
	Format                      // To is the text that the format in From makes of what follows
	Copy                        // To's fields are filled from From's fields of the same names
	Put                         // To keeps From under Key; if the call lacks From, the result is what To keeps (fiber's Locals)
	Take                        // To is what From keeps under Key
	Ask                         // the results are found by what is given, and made from none of it
	Lock                        // holds the lock From, in one process or in all, …
	Unlock                      // … until here
	TryLock                     // the same, in a function that defers …
	TryUnlock                   // … this: the keys of a map as locks
)

// Helper is a row of knowledge about a function that touches no database.
type Helper struct {
	Path string // import path, or several
	On   string // receiver's type, or several; empty for a function of the package
	Name string // or several
	Does HelperKind
	From Arg // None: the first argument
	To   Arg // None: the first result
	Key  Arg
}

// Helpers lists the helpers that the linter knows. A call that is neither here nor in a Library, and whose body is not
// seen either, counts as computing its results from its arguments.
func Helpers() []Helper {
	var all []Helper
	for _, rows := range [][]Helper{
		conversions, arithmetic, codecs, binders, keepers, locks,
		popularConversions, popularCodecs, popularBinders, popularLocks,
	} {
		all = append(all, rows...)
	}
	return all
}

var conversions = []Helper{
	{Path: "strconv", Name: "Itoa Atoi ParseInt ParseUint ParseFloat ParseBool ParseComplex Quote Unquote"},
	{Path: "strconv", Name: "FormatInt FormatUint FormatFloat FormatBool FormatComplex"},
	{Path: "strconv", Name: "AppendInt AppendUint AppendFloat AppendBool AppendQuote", From: 2},
	{Path: "fmt", Name: "Sprint Sprintln"},
	{Path: "fmt", Name: "Sprintf", Does: Format},
	{Path: "fmt", Name: "Sscan Sscanln", Does: Decode, From: 1, To: 2},
	{Path: "fmt", Name: "Sscanf", Does: Decode, From: 1, To: 3},
	{Path: "strings", Name: "TrimSpace Trim TrimLeft TrimRight TrimPrefix TrimSuffix ToLower ToUpper ToTitle Clone NewReader"},
	{Path: "strings bytes", Name: "Replace ReplaceAll", Does: Rewrite},
	{Path: "strings", On: "Replacer", Name: "Replace", Does: Rewrite, From: Recv},
	{Path: "regexp", On: "Regexp", Name: "ReplaceAll ReplaceAllString ReplaceAllLiteral ReplaceAllLiteralString", Does: Rewrite},
	{Path: "strings", On: "Builder", Name: "String", From: Recv},
	{Path: "bytes", Name: "TrimSpace ToLower ToUpper Clone NewReader NewBuffer NewBufferString"},
	{Path: "bytes", On: "Buffer", Name: "String Bytes", From: Recv},
	{Path: "io", Name: "ReadAll NopCloser"},
	{Path: "os", Name: "Getenv LookupEnv ReadFile Readlink Stat", Does: Ask},
	{Path: "reflect", Name: "ValueOf Indirect"},
	{Path: "reflect", On: "Value", Name: "Elem Interface Int Uint Float String Bool Addr", From: Recv},

	{Path: "time", Name: "Unix UnixMilli UnixMicro"},
	{Path: "time", Name: "Parse", From: 2},
	{Path: "time", Name: "ParseInLocation", From: 2},
	{Path: "time", Name: "ParseDuration"},
	{Path: "time", On: "Time", Name: "UTC Local In Unix UnixMilli UnixMicro UnixNano Format String", From: Recv},
	{Path: "time", On: "Duration", Name: "Seconds Milliseconds Microseconds Nanoseconds Minutes Hours String", From: Recv},

	{Path: "database/sql", On: "NullString NullInt64 NullInt32 NullInt16 NullByte NullFloat64 NullBool NullTime Null", Name: "Value", From: Recv},
	{Path: "database/sql", On: "NullString NullInt64 NullInt32 NullInt16 NullByte NullFloat64 NullBool NullTime Null", Name: "Scan", From: 1, To: Recv},

	{Path: "math/big", Name: "NewInt NewFloat"},
	{Path: "math/big", On: "Int", Name: "Int64 Uint64 String Text Bytes", From: Recv},
	{Path: "math/big", On: "Float", Name: "Float64 Int64 String Text", From: Recv},
	{Path: "math/big", On: "Rat", Name: "Float64 String RatString FloatString", From: Recv},
	{Path: "math/big", On: "Int Float Rat", Name: "Set SetInt64 SetString", To: Recv},
	{Path: "math/big", On: "Int Rat", Name: "SetUint64", To: Recv},
	{Path: "math/big", On: "Float Rat", Name: "SetFloat64 SetInt", To: Recv},
	{Path: "encoding/json", On: "Number", Name: "Int64 Float64 String", From: Recv},
	{Path: "encoding/json", On: "RawMessage", Name: "MarshalJSON", From: Recv},
}

// Most arithmetic needs no row: a result is computed from the arguments. These leave it in an operand.
var arithmetic = []Helper{
	{Path: "math/big", On: "Int Float Rat", Name: "Add Sub Mul Quo Neg Abs", Does: Compute, From: 1, To: Recv},
	{Path: "math/big", On: "Int", Name: "Div Mod Rem Exp Sqrt And Or Xor Not AndNot Lsh Rsh SetBit", Does: Compute, From: 1, To: Recv},
	{Path: "math/big", On: "Float", Name: "Sqrt", Does: Compute, From: 1, To: Recv},
	{Path: "math/big", On: "Rat", Name: "Inv", Does: Compute, From: 1, To: Recv},
	{Path: "strings", On: "Builder", Name: "WriteString Write WriteByte WriteRune", Does: Compute, From: 1, To: Recv},
	{Path: "bytes", On: "Buffer", Name: "WriteString Write WriteByte WriteRune", Does: Compute, From: 1, To: Recv},
	{Path: "maps", Name: "Copy", Does: Edit, From: 2, To: 1},
}

var codecs = []Helper{
	{Path: "encoding/json", Name: "Unmarshal", Does: Decode, From: 1, To: 2},
	{Path: "encoding/json encoding/xml encoding/gob", Name: "NewDecoder"},
	{Path: "encoding/json encoding/xml encoding/gob", On: "Decoder", Name: "Decode", Does: Decode, From: Recv, To: 1},
	{Path: "encoding/json encoding/xml", Name: "Marshal MarshalIndent", Does: Encode},
	{Path: "encoding/json encoding/xml encoding/gob", Name: "NewEncoder", Does: Alias},
	{Path: "encoding/json encoding/xml encoding/gob", On: "Encoder", Name: "Encode", Does: Encode, From: 1, To: Recv},
	{Path: "encoding/json", Name: "Compact Indent", Does: Convert, From: 2, To: 1},
	{Path: "encoding/xml", Name: "Unmarshal", Does: Decode, From: 1, To: 2},
	{Path: "encoding/base64", On: "Encoding", Name: "EncodeToString DecodeString", From: 1},
	{Path: "encoding/hex", Name: "EncodeToString DecodeString"},
}

// Source is a struct some of whose fields hold what comes from outside the program.
type Source struct {
	Type   string
	Fields []string
}

// Outside lists the structs through which a request comes in, beside the calls that bind one.
func Outside() []Source {
	return []Source{
		{Type: "net/http.Request", Fields: []string{"Body", "Form", "PostForm", "MultipartForm", "URL", "Header"}},
	}
}

var binders = []Helper{
	{Path: "net/http", On: "Request", Name: "FormValue PostFormValue PathValue Cookie", Does: Bind, To: Result},
	{Path: "net/url", On: "Values", Name: "Get", Does: Bind, To: Result},
}

var keepers = []Helper{
	{Path: "context", Name: "WithValue", Does: Put, Key: 2, From: 3},
	{Path: "context", On: "Context", Name: "Value", Does: Take, Key: 1, From: Recv},
	{Path: "sync", On: "Map", Name: "Store", Does: Put, Key: 1, From: 2, To: Recv},
	{Path: "sync", On: "Map", Name: "Load LoadAndDelete", Does: Take, Key: 1, From: Recv},
	{Path: "sync", On: "Pool", Name: "Get", Does: Take, From: Recv},
	{Path: "sync/atomic", On: "Value Pointer", Name: "Load", Does: Take, From: Recv},
	{Path: "sync/atomic", On: "Value Pointer", Name: "Store", Does: Put, From: 1, To: Recv},
}

var locks = []Helper{
	{Path: "sync", On: "Mutex RWMutex", Name: "Lock TryLock", Does: Lock, From: Recv},
	{Path: "sync", On: "Mutex RWMutex", Name: "Unlock", Does: Unlock, From: Recv},
	{Path: "sync", On: "Locker", Name: "Lock", Does: Lock, From: Recv},
	{Path: "sync", On: "Locker", Name: "Unlock", Does: Unlock, From: Recv},
	{Path: "sync", On: "Map", Name: "LoadOrStore CompareAndSwap", Does: TryLock, From: Recv},
	{Path: "sync", On: "Map", Name: "Delete CompareAndDelete", Does: TryUnlock, From: Recv},
	{Path: "sync/atomic", On: "Bool Int32 Int64 Uint32 Uint64", Name: "CompareAndSwap", Does: TryLock, From: Recv},
	{Path: "sync/atomic", On: "Bool Int32 Int64 Uint32 Uint64", Name: "Store", Does: TryUnlock, From: Recv},
	{Path: "sync/atomic", Name: "CompareAndSwapInt32 CompareAndSwapInt64 CompareAndSwapUint32 CompareAndSwapUint64", Does: TryLock, From: 1},
	{Path: "sync/atomic", Name: "StoreInt32 StoreInt64 StoreUint32 StoreUint64", Does: TryUnlock, From: 1},
}
