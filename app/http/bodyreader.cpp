#include "app/http/bodyreader.h"

#include <algorithm>

namespace Orion::Http
{

namespace
{

constexpr qsizetype lineLimit = 1024;
constexpr qint64 trailerLimit = 8 * 1024;
constexpr qsizetype sizeDigits = 8; // four gigabytes, beyond any limit

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool isText(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return c == '\t' || (byte >= 0x20 && byte != 0x7f);
    });
}

} // namespace

BodyReader BodyReader::ofLength(qint64 length)
{
    BodyReader reader;
    reader.m_left = length;
    reader.m_state = length > 0 ? State::Data : State::Done;
    return reader;
}

BodyReader BodyReader::ofChunks(qint64 limit)
{
    BodyReader reader;
    reader.m_chunked = true;
    reader.m_limit = limit;
    reader.m_state = State::Size;
    return reader;
}

BodyReader::Progress BodyReader::consume(QByteArrayView bytes, std::size_t &used, QByteArray &body)
{
    const qsizetype given = bytes.size();
    Progress progress = Progress::NeedMore;
    while (progress == Progress::NeedMore && m_state != State::Done && !bytes.isEmpty())
        progress = m_state == State::Data ? takeData(bytes, body) : takeLine(bytes, body);
    used += static_cast<std::size_t>(given - bytes.size());
    return m_state == State::Done ? Progress::Done : progress;
}

BodyReader::Progress BodyReader::takeData(QByteArrayView &bytes, QByteArray &body)
{
    const qsizetype count = std::min<qint64>(m_left, bytes.size());
    body.append(bytes.first(count));
    bytes = bytes.sliced(count);
    m_left -= count;
    if (m_left == 0)
        m_state = m_chunked ? State::DataEnd : State::Done;
    return Progress::NeedMore;
}

// A line ends with CR and LF; neither may stand alone, for others might take that for an end.
BodyReader::Progress BodyReader::takeLine(QByteArrayView &bytes, const QByteArray &body)
{
    const qsizetype end = bytes.indexOf('\n');
    const qsizetype count = end < 0 ? bytes.size() : end + 1;
    if (m_line.size() + count > lineLimit)
        return Progress::Malformed;
    m_line.append(bytes.first(count));
    bytes = bytes.sliced(count);
    if (end < 0)
        return Progress::NeedMore;
    if (!m_line.endsWith("\r\n"))
        return Progress::Malformed;
    m_line.chop(2);
    if (!isText(m_line))
        return Progress::Malformed;

    Progress progress = Progress::NeedMore;
    if (m_state == State::Size)
        progress = readSize(body);
    else if (m_state == State::Trailer)
        progress = readTrailer();
    else if (m_line.isEmpty())
        m_state = State::Size;
    else
        progress = Progress::Malformed;
    m_line.clear();
    return progress;
}

BodyReader::Progress BodyReader::readSize(const QByteArray &body)
{
    const qsizetype digits =
        std::find_if_not(m_line.cbegin(), m_line.cend(), isHexDigit) - m_line.cbegin();
    const bool endsThere = digits == m_line.size() || m_line.at(digits) == ';';
    if (digits == 0 || digits > sizeDigits || !endsThere)
        return Progress::Malformed;
    m_left = m_line.first(digits).toLongLong(nullptr, 16);
    if (m_left > m_limit - body.size())
        return Progress::TooLarge;
    m_state = m_left == 0 ? State::Trailer : State::Data;
    return Progress::NeedMore;
}

BodyReader::Progress BodyReader::readTrailer()
{
    m_trailerBytes += m_line.size();
    if (m_line.isEmpty())
        m_state = State::Done;
    else if (m_line.indexOf(':') <= 0 || m_trailerBytes > trailerLimit)
        return Progress::Malformed;
    return Progress::NeedMore;
}

} // namespace Orion::Http
