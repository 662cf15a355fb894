# The loader is the one assembly of ours in the host's load context; it loads the cmdlets into a context of their own.
$loader = [System.IO.Path]::Combine($PSScriptRoot, 'lib', 'EventLogDemo.Loader.dll')
if (-not [System.IO.File]::Exists($loader)) {
    throw [System.IO.FileNotFoundException]::new("The module is not built: '$loader' is missing. Run 'dotnet build' in the repository.", $loader)
}

# A process holds one copy of the assemblies; imported from elsewhere, this module would run that copy's code without a word.
$loaded = [System.AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'EventLogDemo.Loader' }, 'First')
if ($loaded -and $loaded[0].Location -ne $loader) {
    $other = [System.IO.Path]::GetDirectoryName([System.IO.Path]::GetDirectoryName($loaded[0].Location))
    throw [System.InvalidOperationException]::new("This process has loaded EventLogDemo from '$other'. Use that copy, or start a new PowerShell for the one in '$PSScriptRoot'.")
}

$null = [System.Reflection.Assembly]::LoadFrom($loader)
$cmdlets = Import-Module -Assembly ([EventLogDemo.Loader.ModuleLoadContext]::LoadCmdlets()) -PassThru -ErrorAction Stop

# Not by our own manifest: PowerShell reads its types before it runs this file, and those of a second copy would fail with a page of errors.
Import-Module ([System.IO.Path]::Combine($PSScriptRoot, 'EventLogDemo.Types.psd1')) -ErrorAction Stop

# PowerShell keeps a module that was imported from an assembly when the module around it goes, and the next import then gets it
# without its cmdlets (PowerShell issue 20710). So both go together, which also tells the cmdlets that they were removed.
$ExecutionContext.SessionState.Module.OnRemove = { Remove-Module -ModuleInfo $cmdlets -Force }
