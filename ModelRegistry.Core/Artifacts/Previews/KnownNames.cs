namespace ModelRegistry.Core.Artifacts.Previews;

internal static partial class PickleNameLists
{
    /// <summary>Types of Python itself that only hold data. <c>type</c>, <c>getattr</c>, <c>map</c> and their like are not here.</summary>
    private const string KnownPython =
        """
        builtins: object bool int float complex str bytes bytearray list tuple dict set frozenset slice range Ellipsis NotImplemented unicode long xrange
          BaseException Exception ArithmeticError AssertionError AttributeError IndexError KeyError LookupError NotImplementedError OverflowError RuntimeError
          StopIteration TypeError ValueError ZeroDivisionError Warning UserWarning DeprecationWarning FutureWarning RuntimeWarning
        copyreg: _reconstructor __newobj__
        _codecs: encode
        collections: OrderedDict defaultdict deque Counter
        datetime: date datetime time timedelta timezone
        decimal: Decimal
        fractions: Fraction
        uuid: UUID SafeUUID
        array: array _array_reconstructor
        types: SimpleNamespace
        random: Random
        io: BytesIO StringIO
        _io: BytesIO StringIO
        pathlib: PurePath PurePosixPath PureWindowsPath Path PosixPath WindowsPath
        pathlib._local: PurePath PurePosixPath PureWindowsPath Path PosixPath WindowsPath
        ipaddress: IPv4Address IPv6Address IPv4Network IPv6Network
        pytz: _UTC _p
        """;

    /// <summary>
    /// NumPy, SciPy, pandas and joblib. Not here: <c>scipy.stats</c> (its distributions run text kept in their state), NumPy's
    /// <c>_ufunc_reconstruct</c> (imports any name), and readers of files.
    /// </summary>
    private const string KnownNumbers =
        """
        numpy: ndarray dtype matrix recarray record generic number integer signedinteger unsignedinteger inexact floating complexfloating flexible character
          bool bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 intc uintc intp uintp longlong ulonglong byte ubyte short ushort longdouble clongdouble
          float16 float32 float64 float128 half single double complex64 complex128 complex256 str_ bytes_ unicode_ string_ void object_ datetime64 timedelta64
          log log1p log10 log2 exp expm1 sqrt square cbrt abs absolute sin cos tan arcsin arccos arctan sinh cosh tanh
        numpy.core.multiarray: _reconstruct scalar ndarray dtype
        numpy._core.multiarray: _reconstruct scalar ndarray dtype
        numpy.core.numeric: _frombuffer
        numpy._core.numeric: _frombuffer
        numpy.core._multiarray_umath: log log1p exp expm1 sqrt square
        numpy._core._multiarray_umath: log log1p exp expm1 sqrt square
        numpy.dtypes: BoolDType Int8DType Int16DType Int32DType Int64DType UInt8DType UInt16DType UInt32DType UInt64DType Float16DType Float32DType Float64DType
          Complex64DType Complex128DType StrDType BytesDType DateTime64DType TimeDelta64DType
        numpy.matrixlib.defmatrix: matrix
        numpy.ma.core: _mareconstruct MaskedArray MaskedConstant
        numpy.ma: MaskedArray
        numpy.rec: recarray record
        numpy.core.records: recarray record
        numpy._core.records: recarray record
        numpy.random._pickle: __randomstate_ctor __bit_generator_ctor __generator_ctor
        numpy.random._mt19937: MT19937
        numpy.random._pcg64: PCG64 PCG64DXSM
        numpy.random._philox: Philox
        numpy.random._sfc64: SFC64
        numpy.random.bit_generator: SeedSequence __pyx_unpickle_SeedSequence
        numpy.random.mtrand: RandomState
        scipy.sparse: csr_matrix csc_matrix coo_matrix bsr_matrix dia_matrix dok_matrix lil_matrix csr_array csc_array coo_array
        scipy.sparse._csr: csr_matrix csr_array
        scipy.sparse._csc: csc_matrix csc_array
        scipy.sparse._coo: coo_matrix coo_array
        scipy.sparse._bsr: bsr_matrix bsr_array
        scipy.sparse._dia: dia_matrix dia_array
        scipy.sparse._dok: dok_matrix dok_array
        scipy.sparse._lil: lil_matrix lil_array
        scipy.sparse.csr: csr_matrix
        scipy.sparse.csc: csc_matrix
        scipy.sparse.coo: coo_matrix
        scipy.interpolate._interpolate: interp1d PPoly BPoly
        scipy.interpolate._bsplines: BSpline
        scipy.interpolate._cubic: CubicSpline PchipInterpolator Akima1DInterpolator
        scipy.interpolate.interpolate: interp1d
        scipy.optimize._optimize: OptimizeResult
        scipy.spatial._ckdtree: cKDTree
        scipy.spatial._kdtree: KDTree
        scipy.spatial.transform._rotation: Rotation
        pandas: DataFrame Series Index RangeIndex MultiIndex Timestamp Timedelta Period Interval Categorical CategoricalDtype
        pandas.core.frame: DataFrame
        pandas.core.series: Series
        pandas.core.internals.managers: BlockManager SingleBlockManager
        pandas.core.internals.blocks: new_block
        pandas._libs.internals: _unpickle_block BlockManager
        pandas._libs.arrays: __pyx_unpickle_NDArrayBacked
        pandas._libs.tslibs.timestamps: _unpickle_timestamp Timestamp
        pandas._libs.tslibs.timedeltas: _timedelta_unpickle Timedelta
        pandas._libs.tslibs.offsets: Day Hour Minute Second BusinessDay MonthEnd MonthBegin
        pandas._libs.missing: NAType
        pandas.core.indexes.base: _new_Index Index
        pandas.core.indexes.range: RangeIndex
        pandas.core.indexes.multi: MultiIndex
        pandas.core.indexes.category: CategoricalIndex
        pandas.core.indexes.datetimes: DatetimeIndex _new_DatetimeIndex
        pandas.core.indexes.timedeltas: TimedeltaIndex
        pandas.core.indexes.numeric: Int64Index UInt64Index Float64Index
        pandas.core.indexes.frozen: FrozenList
        pandas.core.arrays.categorical: Categorical
        pandas.core.arrays.integer: IntegerArray Int8Dtype Int16Dtype Int32Dtype Int64Dtype UInt8Dtype UInt16Dtype UInt32Dtype UInt64Dtype
        pandas.core.arrays.floating: FloatingArray Float32Dtype Float64Dtype
        pandas.core.arrays.boolean: BooleanArray BooleanDtype
        pandas.core.arrays.string_: StringArray StringDtype
        pandas.core.arrays.datetimes: DatetimeArray
        pandas.core.arrays.timedeltas: TimedeltaArray
        pandas.core.arrays.numpy_: PandasArray NumpyExtensionArray
        pandas.core.dtypes.dtypes: CategoricalDtype DatetimeTZDtype PeriodDtype IntervalDtype
        pandas.core.flags: Flags
        joblib.numpy_pickle: NumpyArrayWrapper
        """;

    /// <summary>
    /// What a state dictionary or a whole model of PyTorch is made of. Not here: <c>torch.storage._load_from_bytes</c>, which loads a pickle.
    /// </summary>
    private const string KnownTorch =
        """
        torch: Size device Tensor FloatStorage DoubleStorage HalfStorage BFloat16Storage LongStorage IntStorage ShortStorage CharStorage ByteStorage BoolStorage
          ComplexFloatStorage ComplexDoubleStorage QInt8Storage QUInt8Storage QInt32Storage
          float float16 float32 float64 double half bfloat16 int int8 int16 int32 int64 long short uint8 bool complex64 complex128 qint8 quint8 qint32
          float8_e4m3fn float8_e5m2 strided sparse_coo sparse_csr contiguous_format channels_last preserve_format per_tensor_affine per_channel_affine
        torch.storage: UntypedStorage TypedStorage _UntypedStorage _TypedStorage
        torch._utils: _rebuild_tensor _rebuild_tensor_v2 _rebuild_tensor_v3 _rebuild_parameter _rebuild_parameter_with_state _rebuild_qtensor
          _rebuild_sparse_tensor
          _rebuild_sparse_csr_tensor _rebuild_meta_tensor_no_storage _rebuild_device_tensor_from_numpy
        torch._tensor: Tensor
        torch.nn.parameter: Parameter Buffer UninitializedParameter
        torch.nn.backends.thnn: _get_thnn_function_backend
        torch.nn.modules.activation: ReLU ReLU6 LeakyReLU ELU SELU CELU GELU SiLU Mish Sigmoid Tanh Softmax LogSoftmax Softplus Softsign Hardtanh
          Hardswish Hardsigmoid
          PReLU MultiheadAttention Threshold LogSigmoid Softmax2d Softmin
        torch.nn.modules.adaptive: AdaptiveLogSoftmaxWithLoss
        torch.nn.modules.batchnorm: BatchNorm1d BatchNorm2d BatchNorm3d SyncBatchNorm
        torch.nn.modules.container: Sequential ModuleList ModuleDict ParameterList ParameterDict
        torch.nn.modules.conv: Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d
        torch.nn.modules.dropout: Dropout Dropout1d Dropout2d Dropout3d AlphaDropout
        torch.nn.modules.flatten: Flatten Unflatten
        torch.nn.modules.instancenorm: InstanceNorm1d InstanceNorm2d InstanceNorm3d
        torch.nn.modules.linear: Linear Bilinear Identity LazyLinear NonDynamicallyQuantizableLinear
        torch.nn.modules.loss: L1Loss MSELoss NLLLoss CrossEntropyLoss BCELoss BCEWithLogitsLoss SmoothL1Loss HuberLoss KLDivLoss
        torch.nn.modules.module: Module
        torch.nn.modules.normalization: LayerNorm GroupNorm LocalResponseNorm RMSNorm
        torch.nn.modules.padding: ConstantPad1d ConstantPad2d ReflectionPad1d ReflectionPad2d ReplicationPad1d ReplicationPad2d ZeroPad2d
        torch.nn.modules.pixelshuffle: PixelShuffle PixelUnshuffle
        torch.nn.modules.pooling: MaxPool1d MaxPool2d MaxPool3d AvgPool1d AvgPool2d AvgPool3d AdaptiveAvgPool1d AdaptiveAvgPool2d
          AdaptiveMaxPool1d AdaptiveMaxPool2d
        torch.nn.modules.rnn: RNN LSTM GRU RNNCell LSTMCell GRUCell
        torch.nn.modules.sparse: Embedding EmbeddingBag
        torch.nn.modules.transformer: Transformer TransformerEncoder TransformerDecoder TransformerEncoderLayer TransformerDecoderLayer
        torch.nn.modules.upsampling: Upsample UpsamplingNearest2d UpsamplingBilinear2d
        torch.optim.adam: Adam
        torch.optim.adamw: AdamW
        torch.optim.sgd: SGD
        torch.optim.rmsprop: RMSprop
        """;

    private const string KnownBoosting =
        """
        xgboost.core: Booster
        xgboost.sklearn: XGBModel XGBClassifier XGBRegressor XGBRanker XGBRFClassifier XGBRFRegressor
        lightgbm.basic: Booster
        lightgbm.sklearn: LGBMModel LGBMClassifier LGBMRegressor LGBMRanker
        lightgbm.compat: _LGBMLabelEncoder
        catboost.core: CatBoost CatBoostClassifier CatBoostRegressor CatBoostRanker
        """;
}
