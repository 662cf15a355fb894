#Requires -Version 7.6

# What a process leaves that is killed while its pipeline runs. Build first: dotnet build

BeforeAll {
    $manifest = "$PSScriptRoot/../../module/EventLogDemo.psd1"
    $before = $env:EVENTLOGDEMO_HOME
    $env:EVENTLOGDEMO_HOME = Join-Path $TestDrive home
    Import-Module $manifest
    $up = Join-Path $TestDrive up
    $script = "Import-Module '$manifest'; `$null = Start-Pipeline killed; `$null = 'a', 'b' | Send-LogEvent; 'up' > '$up'; Start-Sleep 120"
    $encoded = [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($script))
    # As a .NET tool, pwsh is a library that dotnet runs.
    $process = Start-Process dotnet -ArgumentList "$PSHOME/pwsh.dll", '-NoProfile', '-NonInteractive', '-EncodedCommand', $encoded -PassThru
    while (-not (Test-Path $up)) {
        if ($process.HasExited) { throw "The process ended with $($process.ExitCode) before its pipeline was up." }
        Start-Sleep -Milliseconds 100
    }
}

AfterAll {
    if (-not $process.HasExited) { $process.Kill() }
    Stop-Pipeline * -RemoveData
    $env:EVENTLOGDEMO_HOME = $before
    Remove-Module EventLogDemo -ErrorAction Ignore
}

Describe 'A pipeline whose process is killed' {
    It 'is in use while the process lives' {
        $folder = Get-Pipeline -All
        $folder.State, $folder.OwnerProcessId | Should -Be 'InUse', $process.Id
        { $folder | Remove-Pipeline -ErrorAction Stop } | Should -Throw -ErrorId 'DataFolderInUse,*'
    }

    It 'is an orphan when it does not' {
        $process.Kill()
        $process.WaitForExit()
        (Get-Pipeline -All | Select-Object Name, State).State | Should -Be 'Orphaned'
    }

    It 'can be opened with all that was acknowledged' {
        Get-Pipeline -All | Connect-Pipeline | ForEach-Object Name | Should -Be 'killed'
        (Wait-Pipeline -Drained -Timeout 1m).CassandraCount | Should -Be 2
        Stop-Pipeline
        (Get-Pipeline -All).Name | Should -Be 'killed'
    }

    It 'can be removed' {
        Get-Pipeline -All | Remove-Pipeline
        Get-Pipeline -All | Should -BeNullOrEmpty
    }
}
