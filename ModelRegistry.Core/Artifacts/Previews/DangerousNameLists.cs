namespace ModelRegistry.Core.Artifacts.Previews;

internal static partial class PickleNameLists
{
    /// <summary>Modules of which nothing belongs into a model's file, by what they do. A name on the list of known ones stays known.</summary>
    private const string Modules =
        """
        programs: os posix nt subprocess _posixsubprocess _winapi pty commands popen2 pexpect plumbum sh fabric invoke multiprocessing asyncio concurrent
          signal webbrowser antigravity platform sysconfig resource psutil winreg _winreg msvcrt crypt pwd grp spwd
          pip ensurepip venv distutils setuptools torch.utils.collect_env torch.utils.bottleneck torch.utils.cpp_extension
          torch.distributed torch.multiprocessing
          torch.testing numpy.distutils numpy.testing numpy.f2py idlelib lib2to3 turtledemo pydoc torch._inductor torch._dynamo torch._export
        code: code codeop runpy timeit cProfile profile trace pdb bdb doctest unittest pytest _pytest IPython jupyter ipykernel cffi ctypes _ctypes
          torch.fx torch.package torch.jit torch.hub torch.onnx cloudpickle cloudpickle.cloudpickle cloudpickle.cloudpickle_fast sympy mlflow.projects
          py_compile compileall site sitecustomize usercustomize gc threading _thread atexit sched faulthandler tracemalloc cgitb symtable
          pandas.core.computation numexpr numba jinja2 mako pyarrow.util torch.utils.data.datapipes
        pickles: pickle _pickle cPickle pickletools dill jsonpickle joblib marshal shelve copyreg copy_reg yaml torch.serialization torch.utils.serialization
          importlib imp _imp _frozen_importlib _frozen_importlib_external pkgutil zipimport pkg_resources
          torch.utils._config_module pandas.compat.pickle_compat picklescan fickling modelscan
        network: socket _socket ssl http httplib urllib urllib2 urllib3 requests httpx aiohttp ftplib smtplib telnetlib poplib imaplib nntplib xmlrpc xmlrpclib
          socketserver SocketServer wsgiref paramiko boto3 botocore fsspec s3fs gcsfs huggingface_hub tornado twisted websocket websockets
        files: shutil tempfile fileinput zipfile tarfile gzip bz2 lzma sqlite3 dbm mmap linecache logging.handlers logging.config pandas.io scipy.io
          numpy.lib.npyio numpy.lib._npyio_impl numpy.lib.format numpy.lib._format_impl numpy.lib._datasource numpy.core.memmap numpy._core.memmap
        reach: sys operator _operator functools _functools
        """;

    /// <summary>Single names within modules that are harmless otherwise: "kind module: names".</summary>
    private const string Names =
        """
        reach builtins: getattr setattr delattr hasattr vars globals locals dir map filter reduce apply type super __build_class__ iter next
        code builtins: eval exec compile execfile breakpoint help
        files builtins: open file input raw_input
        pickles builtins: __import__ reload
        programs builtins: exit quit copyright credits license
        files io: open open_code FileIO TextIOWrapper
        files _io: open open_code FileIO TextIOWrapper
        files codecs: open
        files logging: FileHandler basicConfig
        code types: FunctionType CodeType LambdaType MethodType ModuleType GeneratorType CoroutineType BuiltinFunctionType DynamicClassAttribute new_class
        reach itertools: accumulate starmap takewhile dropwhile filterfalse groupby
        reach numpy.core: _ufunc_reconstruct
        reach numpy._core: _ufunc_reconstruct
        reach numpy: vectorize apply_along_axis apply_over_axes piecewise frompyfunc fromfunction fromiter __builtins__ __getattr__
        files numpy: load loads loadtxt genfromtxt fromfile memmap save savez savez_compressed savetxt fromregex DataSource
        pickles torch: load save
        pickles torch.storage: _load_from_bytes
        code torch: compile
        code torch._utils: _import_dotted_name
        reach weakref: finalize
        reach torch.overrides: handle_torch_function
        files pandas: read_pickle read_csv read_json read_html read_xml read_table read_excel read_parquet read_feather read_hdf read_sql read_sql_query
          read_sql_table read_clipboard read_fwf read_orc read_sas read_spss read_stata to_pickle HDFStore ExcelFile ExcelWriter
        code pandas: eval
        code scipy.stats._distn_infrastructure: rv_generic rv_continuous rv_discrete rv_sample
        pickles sklearn.utils: _joblib
        reach sklearn.utils: all_estimators
        files sklearn.datasets: load_files load_svmlight_file
        network sklearn.datasets: fetch_openml
        pickles keras.models: load_model
        pickles tensorflow.keras.models: load_model
        """;
}
