using System.Reflection;
using System.Runtime.Loader;
using EventLogDemo.Help;

// Arguments: the assembly of the cmdlets, the folder of their pages, the file to write.
if (args is not [string assemblyPath, string pageFolder, string helpFile])
{
    Console.Error.WriteLine("Usage: EventLogDemo.Help <assembly> <folder of pages> <help file>");
    return 2;
}

AssemblyDependencyResolver resolver = new(assemblyPath);
AssemblyLoadContext.Default.Resolving += (context, name) =>
    resolver.ResolveAssemblyToPath(name) is { } path ? context.LoadFromAssemblyPath(path) : null;
Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(assemblyPath);
return HelpFile.Write(CmdletHelp.Of(assembly), pageFolder, helpFile, Console.Error) ? 0 : 1;
