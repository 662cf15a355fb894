#Requires -Version 7.6

# Waits for streams and for the log, in a real PowerShell. Build first: dotnet build

BeforeAll {
    Import-Module "$PSScriptRoot/../../module/EventLogDemo.psd1"
}

AfterAll {
    Remove-Module EventLogDemo -ErrorAction Ignore
}

Describe 'Waiting for streams' {
    BeforeEach { $null = Start-Pipeline }
    AfterEach { Stop-Pipeline -Confirm:$false }

    It 'ends with the stream' {
        $ended = Start-LogStream -Rate 0 -Count 1000 | Wait-LogStream -Timeout 30s
        $ended.State | Should -Be 'Completed'
    }

    It 'ends with a non-terminating error when the time is over' {
        $null = Start-LogStream
        Wait-LogStream -Timeout 50ms -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'StreamTimeout,*'
    }

    It 'does not wait for a log that is down' {
        Stop-PipelineService kafka -Confirm:$false
        (Send-LogEvent 'a' -Timeout 50ms -ErrorAction SilentlyContinue -ErrorVariable failures).Acked | Should -Be 0
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'SendTimeout,*'
        $null = Start-LogStream -Rate 0 -Count 10
        Stop-LogStream 2 -Drain -Timeout 50ms -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'StreamTimeout,*'
    }
}
