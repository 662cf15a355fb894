#Requires -Version 7.6

# The module as it is packed, in a real PowerShell. Build first: dotnet build

BeforeDiscovery {
    $cmdlets = (Import-PowerShellDataFile "$PSScriptRoot/../../module/EventLogDemo.psd1").CmdletsToExport
}

BeforeAll {
    $manifest = "$PSScriptRoot/../../module/EventLogDemo.psd1"
    $expected = (Import-PowerShellDataFile $manifest).CmdletsToExport | Sort-Object
    function Get-ExportedName { (Get-Module EventLogDemo).ExportedCmdlets.Keys | Sort-Object }
}

AfterAll {
    Remove-Module EventLogDemo -ErrorAction Ignore
}

Describe 'The manifest' {
    It 'is valid' {
        (Test-ModuleManifest $manifest).Name | Should -Be 'EventLogDemo'
    }
}

Describe 'The module' {
    BeforeEach { Import-Module $manifest }

    It 'exports what its manifest lists' {
        Get-ExportedName | Should -Be $expected
    }

    It 'keeps its cmdlets when it is imported with -Force, twice' {
        Import-Module $manifest -Force
        Import-Module $manifest -Force
        Get-ExportedName | Should -Be $expected
    }

    It 'has its cmdlets again after it was removed' {
        Remove-Module EventLogDemo
        Get-Command Start-Pipeline -ErrorAction Ignore | Should -BeNullOrEmpty
        Import-Module $manifest
        Get-ExportedName | Should -Be $expected
    }

    It 'has its cmdlets in the runspaces of ForEach-Object -Parallel' {
        1..3 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            (Get-Module EventLogDemo).ExportedCmdlets.Count
            Remove-Module EventLogDemo
        } | Should -Be (@($expected.Count) * 3)
    }

    It 'is imported by the name of its folder' {
        Remove-Module EventLogDemo
        Push-Location "$PSScriptRoot/../.."
        try { Import-Module ./module } finally { Pop-Location }
        Get-ExportedName | Should -Be $expected
        Remove-Module module
        Get-Module EventLogDemo | Should -BeNullOrEmpty
    }

    It 'refuses a second copy in one sentence that says what to do' {
        $copy = Join-Path $TestDrive EventLogDemo
        Copy-Item (Split-Path $manifest) $copy -Recurse
        $refusal = { Import-Module "$copy/EventLogDemo.psd1" -ErrorAction Stop } | Should -Throw -PassThru
        $refusal.Exception.Message | Should -BeLike "This process has loaded EventLogDemo from '*module'. Use that copy, or start a new PowerShell for *."
        Get-ExportedName | Should -Be $expected
    }

    It 'leaves its packages out of the default load context' {
        [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName().Name |
            Where-Object { $_ -like 'EventLogDemo.*' } |
            Should -Be 'EventLogDemo.Loader'
    }
}

Describe 'The command <_>' -ForEach $cmdlets {
    BeforeAll { Import-Module $manifest }

    It 'is a cmdlet that says what it returns' {
        $command = Get-Command $_ -Module EventLogDemo -CommandType Cmdlet
        $command.OutputType | Should -Not -BeNullOrEmpty
    }
}
