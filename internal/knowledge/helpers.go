package knowledge

// Helpers of modules that many programs use.

var popularConversions = []Helper{
	{Path: "github.com/shopspring/decimal", Name: "New NewFromInt NewFromInt32 NewFromUint64 NewFromFloat NewFromFloat32 NewFromString"},
	{Path: "github.com/shopspring/decimal", Name: "RequireFromString NewFromBigInt NewNullDecimal NewFromFloatWithExponent"},
	{Path: "github.com/shopspring/decimal", On: "Decimal", Name: "String StringFixed StringFixedBank Float64 InexactFloat64 IntPart BigInt BigFloat Rat Copy Value", From: Recv},
	{Path: "github.com/shopspring/decimal", On: "Decimal", Name: "Scan", From: 1, To: Recv},
	{Path: "github.com/google/uuid", Name: "Parse MustParse ParseBytes FromBytes"},
	{Path: "github.com/google/uuid", On: "UUID", Name: "String URN Value", From: Recv},
	{Path: "github.com/gofrs/uuid", Name: "FromString FromBytes Must"},
	{Path: "github.com/gofrs/uuid", On: "UUID", Name: "String Bytes Value", From: Recv},

	{Path: "github.com/aarondl/null github.com/volatiletech/null github.com/guregu/null", Name: "NewInt NewInt16 NewInt32 NewString NewBool NewByte NewTime"},
	{Path: "github.com/aarondl/null github.com/volatiletech/null github.com/guregu/null", Name: "IntFrom Int16From Int32From StringFrom BoolFrom ByteFrom TimeFrom"},
	{Path: "github.com/aarondl/null github.com/volatiletech/null github.com/guregu/null", Name: "IntFromPtr Int16FromPtr Int32FromPtr StringFromPtr BoolFromPtr ByteFromPtr TimeFromPtr"},
	{Path: "github.com/aarondl/null github.com/volatiletech/null", Name: "Int64From UintFrom Uint32From Uint64From Float32From Float64From BytesFrom JSONFrom"},
	{Path: "github.com/aarondl/null github.com/volatiletech/null", Name: "NewInt64 NewUint NewUint32 NewUint64 NewFloat32 NewFloat64 NewBytes NewJSON"},
	{Path: "github.com/aarondl/null github.com/volatiletech/null", On: "Int Int64 Uint Uint64 Float32 Float64", Name: "Ptr Value", From: Recv},
	{Path: "github.com/aarondl/null github.com/volatiletech/null", On: "Int Int64 Uint Uint64 Float32 Float64", Name: "SetValid Scan", From: 1, To: Recv},
	{Path: "github.com/guregu/null", Name: "FloatFrom FloatFromPtr NewFloat ValueFrom ValueFromPtr NewValue"},
	{Path: "github.com/guregu/null", On: "Int Int16 Int32 Float String Bool Time Value", Name: "Ptr ValueOrZero", From: Recv},
	{Path: "github.com/guregu/null", On: "Int Int16 Int32 Float String Bool Time Value", Name: "SetValid", From: 1, To: Recv},

	{Path: "github.com/spf13/cast", Name: "ToInt ToInt8 ToInt16 ToInt32 ToInt64 ToUint ToUint8 ToUint16 ToUint32 ToUint64 ToFloat32 ToFloat64 ToString ToBool ToTime ToDuration"},
	{Path: "github.com/spf13/cast", Name: "ToIntE ToInt32E ToInt64E ToUintE ToUint32E ToUint64E ToFloat32E ToFloat64E ToStringE ToBoolE ToTimeE ToDurationE"},
	{Path: "github.com/samber/lo", Name: "ToPtr FromPtr FromPtrOr EmptyableToPtr Must Must1 Must2 ToSlicePtr FromSlicePtr"},
}

var popularCodecs = []Helper{
	{Path: "gopkg.in/yaml.v3 github.com/json-iterator/go github.com/goccy/go-json github.com/bytedance/sonic", Name: "Unmarshal", Does: Decode, From: 1, To: 2},
	{Path: "gopkg.in/yaml.v3 github.com/json-iterator/go github.com/goccy/go-json github.com/bytedance/sonic", Name: "Marshal", Does: Encode},
	{Path: "github.com/json-iterator/go github.com/goccy/go-json github.com/bytedance/sonic", Name: "MarshalIndent", Does: Encode},
	{Path: "gopkg.in/yaml.v3 github.com/json-iterator/go github.com/goccy/go-json", Name: "NewDecoder"},
	{Path: "gopkg.in/yaml.v3 github.com/json-iterator/go github.com/goccy/go-json", Name: "NewEncoder", Does: Alias},
	{Path: "gopkg.in/yaml.v3 github.com/json-iterator/go github.com/goccy/go-json github.com/bytedance/sonic", On: "Decoder", Name: "Decode", Does: Decode, From: Recv, To: 1},
	{Path: "gopkg.in/yaml.v3 github.com/json-iterator/go github.com/goccy/go-json github.com/bytedance/sonic", On: "Encoder", Name: "Encode", Does: Encode, From: 1, To: Recv},
	{Path: "github.com/json-iterator/go", Name: "UnmarshalFromString", Does: Decode, From: 1, To: 2},
	{Path: "github.com/json-iterator/go", Name: "MarshalToString", Does: Encode},
	{Path: "github.com/json-iterator/go github.com/bytedance/sonic", On: "API", Name: "Unmarshal UnmarshalFromString", Does: Decode, From: 1, To: 2},
	{Path: "github.com/json-iterator/go github.com/bytedance/sonic", On: "API", Name: "Marshal MarshalToString MarshalIndent", Does: Encode},
	{Path: "github.com/bytedance/sonic", Name: "UnmarshalString", Does: Decode, From: 1, To: 2},
	{Path: "github.com/bytedance/sonic", Name: "MarshalString", Does: Encode},
	{Path: "github.com/mitchellh/mapstructure", Name: "Decode WeakDecode DecodeMetadata", Does: Decode, From: 1, To: 2},
	{Path: "github.com/jinzhu/copier", Name: "Copy CopyWithOption", Does: Copy, From: 2, To: 1},
}

var popularBinders = []Helper{
	{Path: "github.com/gin-gonic/gin", On: "Context", Name: "Bind BindJSON BindQuery BindUri BindHeader BindXML BindYAML BindTOML BindWith MustBindWith", Does: Bind, To: 1},
	{Path: "github.com/gin-gonic/gin", On: "Context", Name: "ShouldBind ShouldBindJSON ShouldBindQuery ShouldBindUri ShouldBindHeader ShouldBindXML ShouldBindYAML ShouldBindTOML", Does: Bind, To: 1},
	{Path: "github.com/gin-gonic/gin", On: "Context", Name: "ShouldBindWith ShouldBindBodyWith ShouldBindBodyWithJSON ShouldBindBodyWithXML ShouldBindBodyWithYAML ShouldBindBodyWithTOML", Does: Bind, To: 1},
	{Path: "github.com/gin-gonic/gin", On: "Context", Name: "Param Query DefaultQuery GetQuery QueryArray PostForm DefaultPostForm GetPostForm GetHeader Cookie GetRawData", Does: Bind},
	{Path: "github.com/gin-gonic/gin", On: "Context", Name: "Set", Does: Put, Key: 1, From: 2, To: Recv},
	{Path: "github.com/gin-gonic/gin", On: "Context", Name: "Get MustGet Value GetInt GetInt64 GetUint GetUint64 GetFloat64 GetString GetBool GetTime", Does: Take, Key: 1, From: Recv},

	{Path: "github.com/labstack/echo", On: "Context", Name: "Bind", Does: Bind, To: 1},
	{Path: "github.com/labstack/echo", On: "Context", Name: "Param QueryParam FormValue Cookie", Does: Bind},
	{Path: "github.com/labstack/echo", On: "Context", Name: "Set", Does: Put, Key: 1, From: 2, To: Recv},
	{Path: "github.com/labstack/echo", On: "Context", Name: "Get", Does: Take, Key: 1, From: Recv},

	{Path: "github.com/go-chi/chi", Name: "URLParam URLParamFromCtx", Does: Bind},

	{Path: "github.com/gofiber/fiber", On: "Ctx", Name: "BodyParser QueryParser ParamsParser ReqHeaderParser CookieParser", Does: Bind, To: 1},
	{Path: "github.com/gofiber/fiber", On: "Ctx", Name: "Body BodyRaw Params ParamsInt Query QueryInt QueryFloat QueryBool FormValue Cookies Get", Does: Bind},
	{Path: "github.com/gofiber/fiber", On: "Ctx", Name: "Locals", Does: Put, Key: 1, From: 2, To: Recv},
}

// Locks that many processes share.
var popularLocks = []Helper{
	{Path: "github.com/go-redsync/redsync", On: "Mutex", Name: "Lock LockContext TryLock TryLockContext", Does: Lock, From: Recv},
	{Path: "github.com/go-redsync/redsync", On: "Mutex", Name: "Unlock UnlockContext", Does: Unlock, From: Recv},
	{Path: "github.com/bsm/redislock", On: "Client", Name: "Obtain", Does: Lock, From: 2},
	{Path: "github.com/bsm/redislock", Name: "Obtain", Does: Lock, From: 3},
	{Path: "github.com/bsm/redislock", On: "Lock", Name: "Release", Does: Unlock, From: Recv},
	{Path: "github.com/redis/go-redis", On: "cmdable StringCmdable", Name: "SetNX", Does: Lock, From: 2},
	{Path: "github.com/go-redis/redis", On: "cmdable Cmdable", Name: "SetNX", Does: Lock, From: 2},
	{Path: "go.etcd.io/etcd/client/concurrency", On: "Mutex", Name: "Lock TryLock", Does: Lock, From: Recv},
	{Path: "go.etcd.io/etcd/client/concurrency", On: "Mutex", Name: "Unlock", Does: Unlock, From: Recv},
}
