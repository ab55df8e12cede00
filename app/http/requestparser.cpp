#include "app/http/requestparser.h"

#include <algorithm>

#include "app/http/target.h"

namespace Orion::Http
{

namespace http = boost::beast::http;

namespace
{

QByteArray bytesOf(boost::beast::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

bool isPlainNumber(const QByteArray &text)
{
    return !text.isEmpty() && text.size() <= 18 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

RequestParser::RequestParser(const Limits &limits)
    : m_limits(limits)
{
    header_limit(static_cast<std::uint32_t>(limits.headerBytes) + 1); // the scanner holds it
    skip(true);
}

RequestParser::Progress RequestParser::consume(QByteArrayView bytes, std::size_t &used)
{
    if (m_headerDone)
        return consumeBody(bytes, used);
    const qsizetype given = bytes.size();
    const Progress progress = consumeHeader(bytes);
    used += static_cast<std::size_t>(given - bytes.size());
    return progress;
}

RequestParser::Progress RequestParser::consumeHeader(QByteArrayView &bytes)
{
    // Empty lines before a request are left over from clients that end a body with one.
    while (!m_scanner.hasBegun() && bytes.startsWith("\r\n"))
        bytes = bytes.sliced(2);
    if (bytes.isEmpty() || (!m_scanner.hasBegun() && bytes == "\r"))
        return Progress::NeedMore;

    // Nothing beyond the limit is looked at, so that a refusal does not depend on what has come.
    const auto limit = static_cast<qsizetype>(m_limits.headerBytes);
    switch (m_scanner.scan(bytes.first(std::min(limit, bytes.size())))) {
    case HeaderScanner::Progress::Malformed:
        explain(http::error::bad_line_ending);
        return Progress::Refused;
    case HeaderScanner::Progress::NeedMore:
        if (bytes.size() <= limit)
            return Progress::NeedMore;
        explain(http::error::header_limit);
        return Progress::Refused;
    case HeaderScanner::Progress::Done:
        break;
    }
    const QByteArrayView header = bytes.first(m_scanner.end());
    bytes = bytes.sliced(m_scanner.end());
    return parseHeader(header);
}

RequestParser::Progress RequestParser::parseHeader(QByteArrayView header)
{
    ParseError error;
    const auto size = static_cast<std::size_t>(header.size());
    if (put({header.data(), size}, error) != size && !error)
        error = http::error::bad_value;
    if (error) {
        explain(error);
        return Progress::Refused;
    }
    m_headerDone = true;
    return prepareBody() ? Progress::HeaderDone : Progress::Done;
}

// Whether there is a body to come.
bool RequestParser::prepareBody()
{
    if (m_encoding) {
        m_body = BodyReader::ofChunks(static_cast<qint64>(m_limits.bodyBytes));
        return true;
    }
    // What a client claims is believed up to a size that costs nothing.
    constexpr qint64 believed = 16 * 1024;
    const qint64 length = m_length ? m_length->toLongLong() : 0;
    m_body = BodyReader::ofLength(length);
    m_request.body.reserve(std::min(length, believed));
    return length > 0;
}

RequestParser::Progress RequestParser::consumeBody(QByteArrayView bytes, std::size_t &used)
{
    switch (m_body.consume(bytes, used, m_request.body)) {
    case BodyReader::Progress::NeedMore:
        return Progress::NeedMore;
    case BodyReader::Progress::Done:
        return Progress::Done;
    case BodyReader::Progress::TooLarge:
        refuseLargeBody();
        break;
    case BodyReader::Progress::Malformed:
        explain(http::error::bad_chunk);
        break;
    }
    return Progress::Refused;
}

void RequestParser::on_request_impl(http::verb, Text method, Text target, int version, ParseError &)
{
    m_request.method = bytesOf(method);
    m_request.target = bytesOf(target);
    m_version = version;
}

void RequestParser::on_field_impl(Field field, Text name, Text value, ParseError &)
{
    const QByteArray text = bytesOf(value);
    if (field == Field::host)
        ++m_hosts;
    if (field == Field::content_length) {
        ++m_lengths;
        m_length = text;
    }
    if (field == Field::transfer_encoding)
        m_encoding = m_encoding ? *m_encoding + ", " + text : text;
    QByteArray &stored = m_request.headers[bytesOf(name).toLower()];
    stored = stored.isEmpty() ? text : stored + ", " + text;
}

void RequestParser::on_header_impl(ParseError &error)
{
    checkFraming(error);
    if (error)
        return;
    if (m_hosts > 1 || (m_hosts == 0 && m_version >= 11)) {
        return refuse(400, QLatin1String("host_missing"),
                      QLatin1String("Send exactly one Host header."), error);
    }
    if (!readTarget(m_request)) {
        return refuse(400, QLatin1String("target_invalid"),
                      QLatin1String("The address is not a valid path."), error);
    }
    const QByteArray expect = m_request.header("expect");
    if (expect.isEmpty() || m_version < 11)
        return;
    if (expect.compare("100-continue", Qt::CaseInsensitive) != 0) {
        return refuse(417, QLatin1String("expectation_failed"),
                      QLatin1String("Only 100-continue can be expected."), error);
    }
    m_expectsContinue = true;
}

void RequestParser::checkFraming(ParseError &error)
{
    if (m_encoding && (m_length || m_version < 11)) {
        return refuse(400, QLatin1String("framing_invalid"),
                      QLatin1String("Transfer-Encoding cannot stand beside Content-Length, nor in "
                                    "HTTP/1.0."),
                      error);
    }
    if (m_encoding && m_encoding->compare("chunked", Qt::CaseInsensitive) != 0) {
        return refuse(501, QLatin1String("encoding_unknown"),
                      QLatin1String("The only Transfer-Encoding is chunked."), error);
    }
    if (m_lengths > 1 || (m_length && !isPlainNumber(*m_length))) {
        return refuse(400, QLatin1String("length_invalid"),
                      QLatin1String("Send one Content-Length, a plain number."), error);
    }
    if (m_length && m_length->toULongLong() > m_limits.bodyBytes) {
        refuseLargeBody();
        error = http::error::body_limit;
    }
}

void RequestParser::refuseLargeBody()
{
    m_refusal = {
        413, QStringLiteral("body_too_large"),
        QStringLiteral("The request's body is larger than %1 bytes.").arg(m_limits.bodyBytes)};
}

void RequestParser::refuse(int status, QLatin1String code, QLatin1String detail, ParseError &error)
{
    m_refusal = {status, code, detail};
    error = http::error::bad_value;
}

// Beast's reasons in our words, unless refuse() has given one already.
void RequestParser::explain(const ParseError &error)
{
    if (!m_refusal.code.isEmpty())
        return;
    if (error == http::error::header_limit) {
        m_refusal = {431, QStringLiteral("header_too_large"),
                     QStringLiteral("The request's header is larger than %1 bytes.")
                         .arg(m_limits.headerBytes)};
    } else if (error == http::error::bad_version) {
        m_refusal = {505, QStringLiteral("version_not_supported"),
                     QStringLiteral("This server speaks HTTP/1.1.")};
    } else if (error == http::error::bad_content_length ||
               error == http::error::bad_transfer_encoding) {
        m_refusal = {400, QStringLiteral("framing_invalid"),
                     QStringLiteral("The request's length is contradictory or not a number.")};
    } else {
        m_refusal = {400, QStringLiteral("request_malformed"),
                     QStringLiteral("The request is not valid HTTP.")};
    }
}

} // namespace Orion::Http
