// The HTTP entry: requests out of a stream of bytes, as a connection reads them. The first byte of
// the input decides how the network cuts the rest; what comes out must not depend on that.
#include "app/http/requestparser.h"

#include <algorithm>
#include <random>

#include "tests/fuzz/fuzz.h"

using namespace Orion;
using Fuzz::require;
using Http::RequestParser;

namespace
{

// Small, so that inputs of a few kilobytes go over them.
Http::Limits smallLimits()
{
    Http::Limits limits;
    limits.headerBytes = 512;
    limits.bodyBytes = 1024;
    return limits;
}

struct Outcome
{
    std::vector<Http::Request> requests;
    int refusal = 0; // status; 0: none
    std::size_t consumed = 0;
};

bool isSame(const Http::Request &a, const Http::Request &b)
{
    return a.method == b.method && a.target == b.target && a.path == b.path && a.query == b.query &&
           a.headers == b.headers && a.body == b.body;
}

bool isPlain(const QByteArray &text)
{
    return !text.contains('\r') && !text.contains('\n') && !text.contains('\0');
}

// What every request holds that a handler sees. `bytes` is what it was read from.
void checkRequest(const Http::Request &request, QByteArrayView bytes, const Http::Limits &limits)
{
    require(!request.method.isEmpty(), "a request has a method");
    require(request.path.startsWith(QLatin1Char('/')), "a path begins with a slash");
    require(!request.path.contains(QChar(0)), "a path has no NUL");
    require(std::size_t(request.body.size()) <= limits.bodyBytes, "a body is within its limit");
    for (auto it = request.headers.begin(); it != request.headers.end(); ++it)
        require(isPlain(it.key()) && isPlain(it.value()), "a header is one line");

    // Where anybody else would say that it ends.
    while (bytes.startsWith("\r\n"))
        bytes = bytes.sliced(2);
    const qsizetype end = bytes.indexOf(QByteArrayView("\r\n\r\n"));
    require(end > 0 && std::size_t(end + 4) <= limits.headerBytes,
            "a header ends within its limit");
    const qsizetype rest = bytes.size() - end - 4;
    const QByteArrayView header = bytes.first(end);
    require(header.indexOf(QByteArrayView("\n ")) < 0 && header.indexOf(QByteArrayView("\n\t")) < 0,
            "no line of a header is folded");
    require(header.count('\n') == header.count(QByteArrayView("\r\n")) &&
                header.count('\r') == header.count('\n'),
            "a header's lines end with CR and LF");
    const bool isChunked = request.headers.contains("transfer-encoding");
    const bool hasLength = request.headers.contains("content-length");
    require(!isChunked || !hasLength, "a request has one kind of length");
    if (isChunked)
        require(bytes.endsWith("\r\n"), "the last chunk ends with its line");
    else
        require(rest == request.body.size() &&
                    rest == request.headers.value("content-length").toLongLong(),
                "a body has the length that was named");
}

// As Connection reads: what comes is added to what is left, and the parser takes what it can.
class Reader
{
public:
    explicit Reader(const Http::Limits &limits)
        : m_limits(limits)
        , m_parser(std::in_place, limits)
    {}

    // False once the connection is to be closed.
    bool feed(const QByteArray &piece)
    {
        m_input += piece;
        while (!m_input.isEmpty()) {
            std::size_t used = 0;
            const auto progress = m_parser->consume(QByteArrayView(m_input), used);
            require(used <= std::size_t(m_input.size()), "no more is used than there is");
            m_used += m_input.first(qsizetype(used));
            m_input.remove(0, qsizetype(used));
            m_outcome.consumed += used;
            if (progress == RequestParser::Progress::NeedMore)
                return true;
            if (progress == RequestParser::Progress::Refused)
                return refuse();
            if (progress == RequestParser::Progress::Done)
                finish();
        }
        return true;
    }

    Outcome takeOutcome() { return std::move(m_outcome); }

private:
    bool refuse()
    {
        m_outcome.refusal = m_parser->refusal().status;
        require(m_outcome.refusal >= 400 && m_outcome.refusal < 600, "a refusal has a status");
        require(!m_parser->refusal().code.isEmpty(), "a refusal has a code");
        return false;
    }

    void finish()
    {
        m_outcome.requests.push_back(m_parser->takeRequest());
        checkRequest(m_outcome.requests.back(), m_used, m_limits);
        m_used.clear();
        m_parser.emplace(m_limits);
    }

    const Http::Limits &m_limits;
    std::optional<RequestParser> m_parser;
    QByteArray m_input;
    QByteArray m_used; // by the present request
    Outcome m_outcome;
};

// cuts 0: all at once; 1: byte by byte; else pieces of random lengths, the same for the same
// number.
Outcome readAll(const QByteArray &stream, unsigned cuts, const Http::Limits &limits)
{
    Reader reader(limits);
    std::minstd_rand random(cuts);
    for (qsizetype at = 0; at < stream.size();) {
        const qsizetype longest = cuts == 0 ? stream.size() : cuts == 1 ? 1 : qsizetype(cuts);
        const qsizetype length = cuts < 2 ? longest : 1 + qsizetype(random()) % longest;
        const qsizetype count = std::min(length, stream.size() - at);
        if (!reader.feed(stream.sliced(at, count)))
            break;
        at += count;
    }
    return reader.takeOutcome();
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const Http::Limits limits = smallLimits();
    const QByteArray stream = Fuzz::bytesOf(data + 1, size - 1);
    const Outcome whole = readAll(stream, 0, limits);
    const Outcome pieces = readAll(stream, std::max<unsigned>(1, data[0]), limits);
    require(whole.requests.size() == pieces.requests.size(),
            "how many requests there are does not depend on the cuts");
    for (std::size_t i = 0; i < whole.requests.size(); ++i)
        require(isSame(whole.requests[i], pieces.requests[i]),
                "a request does not depend on the cuts");
    require(whole.refusal == pieces.refusal, "a refusal does not depend on the cuts");
    return 0;
}
