#Requires -Version 7.6
<#
.SYNOPSIS
Runs the Pester tests of this folder on the built module.

.DESCRIPTION
Uses the Pester that 'dotnet build eng/pester' leaves in artifacts/pester, whatever else is installed. Names each test that failed and ends
with 1 if one did, or if there was none to run.

.EXAMPLE
dotnet pwsh tests/pester/Run.ps1
#>
param(
    # The test file or folder to run.
    [string] $Path = $PSScriptRoot,

    # Where to write the results as JUnit XML.
    [string] $ResultPath
)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../../artifacts/pester/Pester.psd1"

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
if ([Console]::IsOutputRedirected) { $configuration.Output.RenderMode = 'Plaintext' }
if ($ResultPath) {
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputFormat = 'JUnitXml'
    $configuration.TestResult.OutputPath = $ResultPath
}

$run = Invoke-Pester -Configuration $configuration
foreach ($failure in @($run.Failed) + @($run.FailedBlocks) + @($run.FailedContainers)) {
    if ($failure) { "FAILED: $($failure.ExpandedPath ?? $failure.Item)" }
}

exit ($run.Result -eq 'Passed' -and $run.TotalCount -gt 0 ? 0 : 1)
