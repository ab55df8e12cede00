#pragma once

#include "app/http/bodyreader.h"
#include "app/http/headerscanner.h"
#include "app/http/server.h"

#include <boost/beast/http/basic_parser.hpp>

#include <optional>

namespace Orion::Http
{

// Why a request is refused before any handler sees it.
struct Refusal
{
    int status = 400;
    QString code;
    QString detail;
};

// Reads one request from bytes as they come, within the limits. Beast checks the header's grammar;
// this class adds what keeps two readers of the same bytes from disagreeing about where a request
// ends, and reads the body by itself.
// Belongs to a connection and lives on its strand.
class RequestParser final : public boost::beast::http::basic_parser<true>
{
public:
    explicit RequestParser(const Limits &limits);

    enum class Progress
    {
        NeedMore,
        HeaderDone,
        Done,
        Refused
    };

    // Reads from the bytes and adds to `used` how many of them it took; the others come again with
    // what follows them. HeaderDone comes once, before the body; call again to go on.
    Progress consume(QByteArrayView bytes, std::size_t &used);

    const Refusal &refusal() const { return m_refusal; }
    bool isHead() const { return m_request.method == "HEAD"; }
    bool isHttp10() const { return m_version < 11; }
    bool wantsContinue() const { return m_expectsContinue; }
    qsizetype bodySize() const { return m_request.body.size(); } // so far
    Request takeRequest() { return std::move(m_request); }

private:
    using ParseError = boost::beast::error_code;
    using Text = boost::beast::string_view;
    using Field = boost::beast::http::field;

    void on_request_impl(boost::beast::http::verb verb, Text method, Text target, int version,
                         ParseError &error) override;
    void on_response_impl(int, Text, int, ParseError &) override {}
    void on_field_impl(Field field, Text name, Text value, ParseError &error) override;
    void on_header_impl(ParseError &error) override;
    // The parser is told that there is no body.
    void on_body_init_impl(const boost::optional<std::uint64_t> &, ParseError &) override {}
    std::size_t on_body_impl(Text, ParseError &) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, Text, ParseError &) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text, ParseError &) override { return 0; }
    void on_finish_impl(ParseError &) override {}

    void refuse(int status, QLatin1String code, QLatin1String detail, ParseError &error);
    void checkFraming(ParseError &error);
    Progress consumeHeader(QByteArrayView &bytes);
    Progress parseHeader(QByteArrayView header);
    Progress consumeBody(QByteArrayView bytes, std::size_t &used);
    bool prepareBody();
    void refuseLargeBody();
    void explain(const ParseError &error);

    const Limits &m_limits;
    Request m_request;
    Refusal m_refusal;
    HeaderScanner m_scanner;
    int m_version = 11;
    int m_hosts = 0;
    int m_lengths = 0;
    std::optional<QByteArray> m_length;
    std::optional<QByteArray> m_encoding;
    bool m_headerDone = false;
    BodyReader m_body;
    bool m_expectsContinue = false;
};

} // namespace Orion::Http
