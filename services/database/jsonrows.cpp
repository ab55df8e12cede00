#include "services/database/jsonrows.h"

#include <array>
#include <charconv>
#include <chrono>

namespace Orion::JsonRows
{

namespace
{

// So many digits, with zeros in front.
void addDigits(QByteArray &out, unsigned value, int digits)
{
    std::array<char, 10> text{};
    for (int i = digits; i-- > 0; value /= 10)
        text[std::size_t(i)] = char('0' + value % 10);
    out.append(text.data(), digits);
}

void addText(QByteArray &out, const QString &value)
{
    static constexpr char hex[] = "0123456789abcdef";
    out += '"';
    for (const char c : value.toUtf8()) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            out.append('\\').append(c);
        else if (byte >= 0x20)
            out += c;
        else if (byte != 0)
            out.append("\\u00").append(hex[byte >> 4]).append(hex[byte & 15]);
    }
    out += '"';
}

// As Qt::ISODateWithMs has it, which takes ten times as long.
void addTime(QByteArray &out, const QDateTime &time)
{
    using namespace std::chrono;
    const sys_time<milliseconds> moment{milliseconds(time.toMSecsSinceEpoch())};
    const auto day = floor<days>(moment);
    const year_month_day date(day);
    const hh_mm_ss clock(moment - day);
    if (date.year() < year(0) || date.year() > year(9999)) {
        addText(out, time.toUTC().toString(Qt::ISODateWithMs));
        return;
    }
    out += '"';
    addDigits(out, unsigned(int(date.year())), 4);
    out += '-';
    addDigits(out, unsigned(date.month()), 2);
    out += '-';
    addDigits(out, unsigned(date.day()), 2);
    out += 'T';
    addDigits(out, unsigned(clock.hours().count()), 2);
    out += ':';
    addDigits(out, unsigned(clock.minutes().count()), 2);
    out += ':';
    addDigits(out, unsigned(clock.seconds().count()), 2);
    out += '.';
    addDigits(out, unsigned(clock.subseconds().count()), 3);
    out += "Z\"";
}

} // namespace

RowWriter::RowWriter(QByteArray &out)
    : m_out(out)
{
    m_out += '{';
}

void RowWriter::begin(const char *name)
{
    if (!m_isFirst)
        m_out += ',';
    m_isFirst = false;
    m_out.append('"').append(name).append("\":");
}

void RowWriter::end()
{
    m_out += '}';
}

RowWriter &RowWriter::add(const char *name, qint64 value)
{
    begin(name);
    std::array<char, 20> digits; // the longest has a sign and 19 of them
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    m_out.append(digits.data(), end - digits.data());
    return *this;
}

RowWriter &RowWriter::add(const char *name, bool value)
{
    begin(name);
    m_out.append(value ? "true" : "false");
    return *this;
}

RowWriter &RowWriter::add(const char *name, const std::optional<qint64> &value)
{
    if (value)
        return add(name, *value);
    begin(name);
    m_out.append("null");
    return *this;
}

RowWriter &RowWriter::add(const char *name, const QString &value)
{
    begin(name);
    addText(m_out, value);
    return *this;
}

RowWriter &RowWriter::add(const char *name, const QDateTime &value)
{
    begin(name);
    if (value.isValid())
        addTime(m_out, value);
    else
        m_out.append("null");
    return *this;
}

RowWriter &RowWriter::addOrNull(const char *name, const QString &value)
{
    return value.isEmpty() ? add(name, std::optional<qint64>()) : add(name, value);
}

} // namespace Orion::JsonRows
