using System.Reflection;
using System.Runtime.Loader;

namespace EventLogDemo.Loader;

/// <summary>
/// The load context of the module: cmdlets, engine and their packages, managed and native, are found next to this assembly and
/// never conflict with those of the host or another module. PowerShell itself stays the host's.
/// </summary>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string CmdletAssembly = "EventLogDemo.PowerShell.dll";

    // One context per process: what it holds (running pipelines, native libraries) cannot be loaded twice.
    private static readonly Lazy<Assembly> Cmdlets = new(LoadOnce);

    private readonly AssemblyDependencyResolver _resolver;

    private ModuleLoadContext(string cmdletPath)
        : base("EventLogDemo") => _resolver = new AssemblyDependencyResolver(cmdletPath);

    /// <summary>The cmdlet assembly, loaded at the first call; later imports in the process get the same one.</summary>
    /// <exception cref="FileNotFoundException">The assembly is not next to the loader.</exception>
    public static Assembly LoadCmdlets() => Cmdlets.Value;

    /// <inheritdoc />
    protected override Assembly? Load(AssemblyName assemblyName) =>
        _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

    /// <inheritdoc />
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    private static Assembly LoadOnce()
    {
        string folder = Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)!;
        string path = Path.Combine(folder, CmdletAssembly);
        return new ModuleLoadContext(path).LoadFromAssemblyPath(path);
    }
}
