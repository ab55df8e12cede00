#include "services/platform/metrics.h"

#include <QTest>

#include <thread>

using namespace Orion;

class TestMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesPrometheusText();
    void tellsMillisecondsInSeconds();
    void countsFromManyThreads();
};

void TestMetrics::writesPrometheusText()
{
    Metrics metrics;
    metrics.counter("requests_total", "Requests.", {{"route", "/a"}, {"status", "200"}}).add(3);
    metrics.counter("requests_total", "Requests.", {{"route", "a\"b\\"}}).add();
    auto &sizes = metrics.histogram("batch", "Sizes.", {1, 4});
    for (const quint64 size : {1, 2, 4, 9})
        sizes.observe(size);
    metrics.gauge("waiting", "Waiting.", [] { return 2.5; });
    QCOMPARE(metrics.text(), QByteArray("# HELP requests_total Requests.\n"
                                        "# TYPE requests_total counter\n"
                                        "requests_total{route=\"/a\",status=\"200\"} 3\n"
                                        "requests_total{route=\"a\\\"b\\\\\"} 1\n"
                                        "# HELP batch Sizes.\n"
                                        "# TYPE batch histogram\n"
                                        "batch_bucket{le=\"1\"} 1\n"
                                        "batch_bucket{le=\"4\"} 3\n"
                                        "batch_bucket{le=\"+Inf\"} 4\n"
                                        "batch_sum 16\n"
                                        "batch_count 4\n"
                                        "# HELP waiting Waiting.\n"
                                        "# TYPE waiting gauge\n"
                                        "waiting 2.5\n"));
}

void TestMetrics::tellsMillisecondsInSeconds()
{
    Metrics metrics;
    auto &lag = metrics.histogram("lag_seconds", "Lag.", {10, 2500}, 0.001);
    for (const quint64 milliseconds : {7, 1300, 90'000})
        lag.observe(milliseconds);
    QCOMPARE(metrics.text(), QByteArray("# HELP lag_seconds Lag.\n"
                                        "# TYPE lag_seconds histogram\n"
                                        "lag_seconds_bucket{le=\"0.01\"} 1\n"
                                        "lag_seconds_bucket{le=\"2.5\"} 2\n"
                                        "lag_seconds_bucket{le=\"+Inf\"} 3\n"
                                        "lag_seconds_sum 91.307\n"
                                        "lag_seconds_count 3\n"));
}

void TestMetrics::countsFromManyThreads()
{
    Metrics metrics;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&metrics] {
            for (int n = 0; n < 1000; ++n)
                metrics.counter("hits", "Hits.").add();
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(metrics.counter("hits", "Hits.").value(), quint64(4000));
}

QTEST_GUILESS_MAIN(TestMetrics)
#include "test_metrics.moc"
