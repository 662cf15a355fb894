# The loader is the one assembly of ours in the host's load context; it loads the cmdlets into a context of their own.
$loader = [System.IO.Path]::Combine($PSScriptRoot, 'lib', 'EventLogDemo.Loader.dll')
if (-not [System.IO.File]::Exists($loader)) {
    throw [System.IO.FileNotFoundException]::new("The module is not built: '$loader' is missing. Run 'dotnet build' in the repository.", $loader)
}

$null = [System.Reflection.Assembly]::LoadFrom($loader)
$cmdlets = Import-Module -Assembly ([EventLogDemo.Loader.ModuleLoadContext]::LoadCmdlets()) -PassThru -ErrorAction Stop

# PowerShell keeps a module that was imported from an assembly when the module around it goes, and the next import then gets it
# without its cmdlets (PowerShell issue 20710). So both go together, which also tells the cmdlets that they were removed.
$ExecutionContext.SessionState.Module.OnRemove = { Remove-Module -ModuleInfo $cmdlets -Force }
