#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace Orion::Http
{

// Reads the body of one request, of a given length or in chunks, as its bytes come. Chunk
// extensions and trailers are dropped. Beast's own reader of chunks is not used: version 1.74 runs
// into an assertion when the last chunk arrives in small pieces. A plain value.
class BodyReader
{
public:
    enum class Progress
    {
        NeedMore,
        Done,
        Malformed,
        TooLarge
    };

    // Nothing but Done for a length of 0.
    static BodyReader ofLength(qint64 length);
    // At most `limit` bytes of body; lines between chunks and the trailer have limits of their own.
    static BodyReader ofChunks(qint64 limit);

    // Appends to the body what the bytes hold of it, and adds to `used` how many were taken. Takes
    // all of them unless the body ends before or is refused.
    Progress consume(QByteArrayView bytes, std::size_t &used, QByteArray &body);

private:
    enum class State
    {
        Size,
        Data,
        DataEnd,
        Trailer,
        Done
    };

    Progress takeData(QByteArrayView &bytes, QByteArray &body);
    Progress takeLine(QByteArrayView &bytes, const QByteArray &body);
    Progress readSize(const QByteArray &body);
    Progress readTrailer();

    State m_state = State::Done;
    bool m_chunked = false;
    qint64 m_limit = 0;
    qint64 m_left = 0; // of the length or the present chunk
    QByteArray m_line; // what has come of the present line
    qint64 m_trailerBytes = 0;
};

} // namespace Orion::Http
