# Scores forecasts as the M4 competition did. Three CSV files: the past and the future of each series
# (id first), then what `orion-companion forecast` said. The baseline is the naive forecast: the last
# value stays. Prints one line a measure: name, product, baseline.
BEGIN { FS = "," }

function distance(a, b) { return a > b ? a - b : b - a }
function symmetric(a, b) { return a + b == 0 ? 0 : 200 * distance(a, b) / (a + b) }

FNR == 1 { file++ }
file == 1 {
    sum = 0
    for (i = 3; i <= NF; i++) sum += distance($i, $(i - 1))
    scale[$1] = sum / (NF - 2)
    last[$1] = $NF
}
file == 2 {
    for (i = 2; i <= NF; i++) actual[$1, i - 1] = $i
    steps[$1] = NF - 1
    series++
}
file == 3 && FNR > 1 {
    if (!(($1, $2) in actual)) next
    came = actual[$1, $2]
    count = steps[$1]
    smape += symmetric(came, $3) / count
    smapeNaive += symmetric(came, last[$1]) / count
    mase += distance(came, $3) / scale[$1] / count
    maseNaive += distance(came, last[$1]) / scale[$1] / count
    within80 += came >= $4 && came <= $5
    within95 += came >= $6 && came <= $7
    rows++
    expected += $2 == 1 ? count : 0
}
END {
    if (series == 0 || rows != expected) {
        print "there are not as many forecasts as values that came" > "/dev/stderr"
        exit 1
    }
    print "smape", smape / series, smapeNaive / series
    print "mase", mase / series, maseNaive / series
    print "owa", (smape / smapeNaive + mase / maseNaive) / 2, 1
    print "coverage-80", within80 / rows, 0.80
    print "coverage-95", within95 / rows, 0.95
}
