#pragma once

#include <QByteArray>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace Orion
{

// What the process counts about itself, in Prometheus' text format. Safe from any thread; the
// references it hands out live as long as it does.
class Metrics
{
public:
    using Labels = std::vector<std::pair<QByteArray, QByteArray>>;

    class Counter
    {
    public:
        void add(quint64 count = 1) { m_value.fetch_add(count, std::memory_order_relaxed); }
        quint64 value() const { return m_value.load(std::memory_order_relaxed); }

    private:
        std::atomic<quint64> m_value = 0;
    };

    class Histogram
    {
    public:
        Histogram(std::vector<quint64> bounds, double unit);
        void observe(quint64 value);

    private:
        friend class Metrics;
        const std::vector<quint64> m_bounds; // upper ones, rising
        const double m_unit;
        std::vector<std::atomic<quint64>> m_counts; // one more than bounds: what is above all
        std::atomic<quint64> m_sum = 0;
    };

    // The counter of this name and these labels, made at its first use.
    Counter &counter(const QByteArray &name, const QByteArray &help, const Labels &labels = {});
    // Observes whole numbers, which are written as multiples of the unit: 0.001 for milliseconds
    // that are told in seconds.
    Histogram &histogram(const QByteArray &name, const QByteArray &help,
                         std::vector<quint64> bounds, double unit = 1);
    // Read whenever somebody asks; has to be callable from any thread until it is replaced or the
    // metrics are gone.
    void gauge(const QByteArray &name, const QByteArray &help, std::function<double()> read);

    QByteArray text() const;

private:
    struct CounterFamily
    {
        QByteArray help;
        std::map<Labels, std::unique_ptr<Counter>> counters;
    };
    struct HistogramFamily
    {
        QByteArray help;
        std::unique_ptr<Histogram> histogram;
    };
    struct Gauge
    {
        QByteArray help;
        std::function<double()> read;
    };

    static QByteArray inUnit(const Histogram &histogram, quint64 value);

    mutable std::mutex m_mutex;
    std::map<QByteArray, CounterFamily> m_counters;
    std::map<QByteArray, HistogramFamily> m_histograms;
    std::map<QByteArray, Gauge> m_gauges;
};

} // namespace Orion
