#Requires -Version 7.6

# What cmdlets emit, as people use it: serialised, sorted, filtered, printed, piped into the next cmdlet.

BeforeAll {
    Import-Module "$PSScriptRoot/../../module/EventLogDemo.psd1"
    $null = Start-Pipeline
    $null = Start-LogStream -Rate 200
    $null = 'one', 'two' | Send-LogEvent
    Wait-Pipeline -Lag 100000 | Out-Null

    # Runs a script as a prompt does: all that it prints goes through one formatter.
    function Get-Printed([string] $Script, [int] $Width = 120) {
        ([scriptblock]::Create($Script).Invoke() | Out-String -Width $Width) -replace '\x1b\[[0-9;]*m'
    }
}

AfterAll {
    Stop-Pipeline -ErrorAction SilentlyContinue
    Remove-Module EventLogDemo -ErrorAction Ignore
}

Describe 'The output of <_>' -ForEach @(
    'Get-Pipeline'
    'Get-LogStream'
    'Get-PipelineService'
    'Get-PipelineMetric'
    'Get-LogEvent -From Kafka -First 3'
    'Get-PipelineServiceLog -Name kafka'
    '''a line'' | Send-LogEvent'
) {
    BeforeAll { $get = [scriptblock]::Create($_) }

    It 'becomes JSON and comes back with its values' {
        $before = & $get
        $after = $before | ConvertTo-Json | ConvertFrom-Json
        $after.Count | Should -Be $before.Count
        $properties = $before[0].PSObject.Properties.Name
        foreach ($property in $properties) {
            if ($before[0].$property -isnot [timespan]) {
                "$($after[0].$property)" | Should -Be "$($before[0].$property)" -Because $property
            }
        }
    }

    It 'becomes CSV without a type''s name or a record''s text in a cell' {
        $rows = & $get | ConvertTo-Csv | ConvertFrom-Csv
        $rows | Should -Not -BeNullOrEmpty
        foreach ($cell in $rows[0].PSObject.Properties) {
            $cell.Value | Should -Not -Match '^System\.|^EventLogDemo\.|\{ ' -Because $cell.Name
        }
    }

    It 'comes back from CliXml with the values and the table that it had' {
        $before = & $get
        $path = Join-Path $TestDrive 'objects.xml'
        $before | Export-Clixml $path
        $after = Import-Clixml $path
        ($after | Out-String -Width 100) | Should -Be ($before | Out-String -Width 100)
        $properties = $before[0].PSObject.Properties.Name
        ($after | Select-Object $properties | ConvertTo-Csv) | Should -Be ($before | Select-Object $properties | ConvertTo-Csv)
    }

    It 'has in its table only what is one of its properties' {
        (& $get | Get-Member -MemberType Properties).Name | Should -Not -Match 'Printable|^Local'
    }

    It 'prints itself in words' {
        "$(@(& $get)[0])" | Should -Not -Match '^EventLogDemo\.|\{ '
    }
}

Describe 'An emitted object' {
    It 'has as a property what its table shows' {
        Get-Pipeline | Where-Object State -eq Running | Should -HaveCount 1
        Get-PipelineService | Where-Object State -eq Ready | Should -HaveCount 4
        Get-LogStream | Where-Object State -eq Running | Should -HaveCount 1
    }

    It 'is of a type that can be named' {
        Get-Pipeline | Should -BeOfType ([EventLogDemo.PipelineInfo])
        Get-LogStream | Should -BeOfType ([EventLogDemo.LogStreamInfo])
        Get-PipelineService | Should -BeOfType ([EventLogDemo.PipelineService])
        Get-PipelineMetric | Should -BeOfType ([EventLogDemo.PipelineMetricInfo])
    }

    It 'does not change, and its counts add up' {
        $stream = Get-LogStream
        $before = $stream | ConvertTo-Json
        $null = Watch-PipelineMetric -Interval 100ms -Count 3
        $stream | ConvertTo-Json | Should -Be $before
        1..50 | ForEach-Object { Get-LogStream } | ForEach-Object {
            $_.Acked + $_.Failed + $_.Unknown + $_.Buffered + $_.Dropped | Should -Be $_.Produced
        }
    }

    It 'can be compared with another, running or not' {
        Should-BeEquivalent -Actual (Get-LogStream).Id -Expected 1
        $stream = Get-LogStream
        Should-BeEquivalent -Actual $stream -Expected $stream
    }

    It 'has times that can be compared with the clock' {
        (Get-Date) - (Get-Pipeline).StartedAt | Should -BeLessThan ([timespan]'01:00')
        (Get-Date) - (Get-Pipeline).StartedAt | Should -BeGreaterThan ([timespan]::Zero)
        Get-LogStream | Where-Object StartedAt -gt (Get-Date).AddHours(-1) | Should -HaveCount 1
    }

    It 'finds what it was made of after a job has returned it' {
        $path = Join-Path $TestDrive 'service.xml'
        Get-PipelineService kafka | Export-Clixml $path
        $returned = Start-Job { Import-Clixml $using:path } | Receive-Job -Wait -AutoRemoveJob
        ($returned | Get-PipelineService).Name | Should -Be 'kafka'
        ($returned | Out-String) | Should -Match 'Uri or reason'
    }
}

Describe 'A sample' {
    It 'says which services are down and whether every count is known' {
        (Get-PipelineMetric).Down | Should -BeNullOrEmpty
        (Get-PipelineMetric).IsKnown | Should -BeTrue
        Stop-PipelineService flink, kafka
        $metric = Get-PipelineMetric
        Start-PipelineService flink, kafka
        $metric.Down | Should -Contain 'kafka'
        "$($metric | ConvertTo-Csv | ConvertFrom-Csv | ForEach-Object Down)" | Should -Be 'kafka, flink'
        ($metric | ConvertTo-Json | ConvertFrom-Json).Down | Should -Be 'kafka', 'flink'
        $metric.IsKnown | Should -BeFalse
    }
}

Describe 'A row of a file' {
    It 'names a service, and only that one' {
        $row = [pscustomobject]@{ Pipeline = 'default'; Name = 'kafka' }
        ($row | Get-PipelineService).Name | Should -Be 'kafka'
        ($row | ConvertTo-Csv | ConvertFrom-Csv | Get-PipelineService).Name | Should -Be 'kafka'
        ($row | ConvertTo-Json | ConvertFrom-Json | Get-PipelineService).Name | Should -Be 'kafka'
    }
}

Describe 'What several commands of a script print' {
    It 'is a line for each object of another type, and no long list' {
        $lines = (Get-Printed 'Get-Pipeline; Get-LogStream; Get-PipelineMetric; Get-PipelineService; Get-LogEvent -From Kafka -First 2') -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0] | Should -Match 'Partitions'
        $lines.Count | Should -Be (3 + 1 + 1 + 4 + 2)
        $lines[3] | Should -Match '^Stream : stream 1 of default: Running, '
    }

    It 'is a list of all properties where one is asked for' {
        (Get-Printed 'Get-LogStream | Format-List') | Should -Match '(?s)Produced.*Acked.*Source.*StartedAt'
    }
}

Describe 'A table of 80 columns' {
    BeforeAll {
        function Get-Row($Object) { ($Object | Out-String -Width 80) -replace '\x1b\[[0-9;]*m' -replace '\s+', ' ' }
    }

    It 'has the reason of a failed stream, in words' {
        $stream = Get-LogStream | Select-Object -First 1 | ConvertTo-Json | ConvertFrom-Json
        $stream.PSTypeNames.Insert(0, 'EventLogDemo.LogStreamInfo')
        $stream.State = 'Failed'
        $stream.Failed = 3
        $stream.Reason = 'Cannot write to kafka: the disk is full (3 MB are left).'
        Get-Row $stream | Should -Match 'Failed .* 3 failed: Cannot write to kafka: the disk is full'
    }

    It 'has the reason of a service that gave up' {
        $service = Get-PipelineService kafka | ConvertTo-Json | ConvertFrom-Json
        $service.PSTypeNames.Insert(0, 'EventLogDemo.PipelineService')
        $service.State = 'Failed'
        $service.Detail = 'the disk is full (3 MB are left), so nothing is acknowledged'
        Get-Row $service | Should -Match 'the disk is full \(3 MB are left\), so nothing is acknowledged'
    }

    It 'names a service that is down' {
        Stop-PipelineService flink-taskmanager
        $row = Get-Row (Get-PipelineMetric)
        Start-PipelineService flink-taskmanager
        $row | Should -Match 'Down .*flink-taskmanager'
    }

    It 'has both ends of a folder' {
        $folder = (Get-Pipeline).Folder
        $start, $end = $folder.Substring(0, 4), $folder.Substring($folder.Length - 4) | ForEach-Object { [regex]::Escape($_) }
        Get-Row (Get-Pipeline) | Should -Match "$start.*…\w*$end"
    }
}

Describe 'A size' {
    It 'of <Written> is <Bytes> bytes' -ForEach @(
        @{ Written = '-SizeKB $z'; Bytes = 1024 }
        @{ Written = '-Size $z'; Bytes = 1024 }
        @{ Written = "-Size '64 KB'"; Bytes = 65536 }
        @{ Written = '-SizeKB 1kb'; Bytes = 1024 }
    ) {
        $z = 1kb
        $stream = & ([scriptblock]::Create("Start-LogStream $Written -Count 1 -Wait"))
        $stream.Source | Should -Match "^Plain, $Bytes B"
    }

    It 'out of range is reported in the unit that was typed' {
        { Start-LogStream -Size 2mb -ErrorAction Stop } | Should -Throw 'Size is 2mb;*'
        { Start-LogStream -BufferSize 1kb -ErrorAction Stop } | Should -Throw 'BufferSize is 1kb; it must be from 1 MB to 16 GB*'
    }

    It 'and a duration are completed' {
        (TabExpansion2 'Start-LogStream -Size 5').CompletionMatches.CompletionText | Should -Contain '5kb'
        (TabExpansion2 'Watch-PipelineMetric -Interval ').CompletionMatches.CompletionText | Should -Contain '500ms'
    }
}

Describe 'Without a pipeline' {
    BeforeAll { Stop-Pipeline }
    AfterAll { $null = Start-Pipeline }

    It 'a finally block and AfterAll can be quiet' {
        { try { Get-LogStream -ErrorAction Stop } finally { Stop-Pipeline -ErrorAction SilentlyContinue } } |
            Should -Throw -ErrorId 'NoPipeline,*'
        $errors = $null
        Get-PipelineService -ErrorAction SilentlyContinue -ErrorVariable errors | Should -BeNullOrEmpty
        $errors | Should -HaveCount 1
    }

    It 'Get-Pipeline emits nothing and no error' {
        Get-Pipeline -ErrorAction Stop | Should -BeNullOrEmpty
    }
}
