#include "services/platform/metrics.h"

namespace Orion
{

namespace
{

QByteArray header(const QByteArray &name, const QByteArray &help, const QByteArray &type)
{
    return "# HELP " + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n';
}

QByteArray labelText(const Metrics::Labels &labels)
{
    if (labels.empty())
        return {};
    QByteArray text;
    for (const auto &[name, value] : labels) {
        QByteArray escaped = value;
        escaped.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        text += (text.isEmpty() ? "{" : ",") + name + "=\"" + escaped + '"';
    }
    return text + '}';
}

} // namespace

Metrics::Histogram::Histogram(std::vector<quint64> bounds, double unit)
    : m_bounds(std::move(bounds))
    , m_unit(unit)
    , m_counts(m_bounds.size() + 1)
{}

void Metrics::Histogram::observe(quint64 value)
{
    std::size_t bucket = 0;
    while (bucket < m_bounds.size() && value > m_bounds[bucket])
        ++bucket;
    m_counts[bucket].fetch_add(1, std::memory_order_relaxed);
    m_sum.fetch_add(value, std::memory_order_relaxed);
}

Metrics::Counter &Metrics::counter(const QByteArray &name, const QByteArray &help,
                                   const Labels &labels)
{
    const std::scoped_lock lock(m_mutex);
    CounterFamily &family = m_counters[name];
    family.help = help;
    std::unique_ptr<Counter> &counter = family.counters[labels];
    if (!counter)
        counter = std::make_unique<Counter>();
    return *counter;
}

Metrics::Histogram &Metrics::histogram(const QByteArray &name, const QByteArray &help,
                                       std::vector<quint64> bounds, double unit)
{
    const std::scoped_lock lock(m_mutex);
    HistogramFamily &family = m_histograms[name];
    family.help = help;
    if (!family.histogram)
        family.histogram = std::make_unique<Histogram>(std::move(bounds), unit);
    return *family.histogram;
}

void Metrics::gauge(const QByteArray &name, const QByteArray &help, std::function<double()> read)
{
    const std::scoped_lock lock(m_mutex);
    m_gauges[name] = {help, std::move(read)};
}

QByteArray Metrics::inUnit(const Histogram &histogram, quint64 value)
{
    return histogram.m_unit == 1 ? QByteArray::number(value)
                                 : QByteArray::number(double(value) * histogram.m_unit, 'g', 15);
}

QByteArray Metrics::text() const
{
    const std::scoped_lock lock(m_mutex);
    QByteArray text;
    for (const auto &[name, family] : m_counters) {
        text += header(name, family.help, "counter");
        for (const auto &[labels, counter] : family.counters)
            text += name + labelText(labels) + ' ' + QByteArray::number(counter->value()) + '\n';
    }
    for (const auto &[name, family] : m_histograms) {
        text += header(name, family.help, "histogram");
        const Histogram &histogram = *family.histogram;
        quint64 total = 0;
        for (std::size_t i = 0; i < histogram.m_counts.size(); ++i) {
            total += histogram.m_counts[i].load(std::memory_order_relaxed);
            const QByteArray bound = i < histogram.m_bounds.size()
                                         ? inUnit(histogram, histogram.m_bounds[i])
                                         : QByteArray("+Inf");
            text += name + "_bucket" + labelText({{"le", bound}}) + ' ' +
                    QByteArray::number(total) + '\n';
        }
        text += name + "_sum " + inUnit(histogram, histogram.m_sum.load()) + '\n';
        text += name + "_count " + QByteArray::number(total) + '\n';
    }
    for (const auto &[name, gauge] : m_gauges)
        text += header(name, gauge.help, "gauge") + name + ' ' +
                QByteArray::number(gauge.read(), 'g', 17) + '\n';
    return text;
}

} // namespace Orion
