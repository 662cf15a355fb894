# PowerShell looks in a folder for a module of the folder's name: this makes 'Import-Module ./module' import the module that is here.
$imported = Import-Module ([System.IO.Path]::Combine($PSScriptRoot, 'EventLogDemo.psd1')) -Global -PassThru -ErrorAction Stop
$ExecutionContext.SessionState.Module.OnRemove = { Remove-Module -ModuleInfo $imported -Force }
