#include "services/database/copyout.h"

#include "services/database/copyquery.h"
#include "services/database/sqlerror.h"

#include <QIODevice>

#include <array>
#include <libpq-fe.h>
#include <poll.h>

namespace Orion
{

namespace
{

constexpr int rowsBetweenProgress = 4096;
constexpr int stopCheckMs = 100; // how soon a stop is seen while the server sends nothing

using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

// One COPY on its way from the server to the device.
class CopyStream
{
public:
    CopyStream(PGconn *connection, QIODevice &device,
               const std::function<void(const CopyProgress &)> &progress,
               const std::stop_token &stop)
        : m_connection(connection)
        , m_device(device)
        , m_progress(progress)
        , m_stop(stop)
    {}

    Result<CopyProgress> run(const QString &statement);

private:
    Answer nextAnswer();
    Result<void> readRows();
    void waitForServer();
    void write(const char *data, int size);
    void cancel();
    Result<CopyProgress> outcome(const Answer &last) const;

    PGconn *m_connection;
    QIODevice &m_device;
    const std::function<void(const CopyProgress &)> &m_progress;
    const std::stop_token &m_stop;
    CopyProgress m_done;
    bool m_header = true; // the next line is the header
    bool m_cancelled = false;
    QString m_deviceError;
};

Result<CopyProgress> CopyStream::run(const QString &statement)
{
    Answer last(nullptr, &PQclear);
    if (m_stop.stop_requested())
        return fail(ErrorCode::Cancelled, QStringLiteral("The export was cancelled."));
    if (PQsendQuery(m_connection, statement.toUtf8().constData()) == 0)
        return outcome(last);
    // Everything is read to its end, also after an error, so that the session can go on.
    for (;;) {
        Answer answer = nextAnswer();
        if (!answer)
            break;
        last = std::move(answer);
        if (PQresultStatus(last.get()) != PGRES_COPY_OUT)
            continue;
        if (const auto read = readRows(); !read)
            return fail(read.error());
    }
    return outcome(last);
}

Answer CopyStream::nextAnswer()
{
    while (PQisBusy(m_connection) == 1 && PQstatus(m_connection) == CONNECTION_OK)
        waitForServer();
    return Answer(PQgetResult(m_connection), &PQclear);
}

Result<void> CopyStream::readRows()
{
    for (;;) {
        char *line = nullptr;
        const int size = PQgetCopyData(m_connection, &line, 1);
        const std::unique_ptr<char, decltype(&PQfreemem)> owned(line, &PQfreemem);
        if (size == 0) {
            waitForServer();
            if (PQstatus(m_connection) != CONNECTION_OK)
                return fail(toError(m_connection, nullptr));
            continue;
        }
        if (size < 0)
            return {}; // the end, or an error that the next answer tells
        if (m_stop.stop_requested() && !m_cancelled)
            cancel();
        if (!m_cancelled)
            write(line, size);
    }
}

void CopyStream::waitForServer()
{
    pollfd socket{PQsocket(m_connection), POLLIN, 0};
    ::poll(&socket, 1, stopCheckMs);
    PQconsumeInput(m_connection); // in any case: with TLS, data may wait behind the socket
    if (m_cancelled || m_stop.stop_requested())
        cancel(); // again and again: one that came before the query began had no effect
}

void CopyStream::write(const char *data, int size)
{
    if (m_device.write(data, size) != size) {
        m_deviceError = m_device.errorString();
        return cancel();
    }
    m_done.bytes += size;
    if (std::exchange(m_header, false))
        return;
    if (++m_done.rows % rowsBetweenProgress == 0 && m_progress)
        m_progress(m_done);
}

void CopyStream::cancel()
{
    m_cancelled = true;
    const std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> request(PQgetCancel(m_connection),
                                                                     &PQfreeCancel);
    std::array<char, 256> message{};
    if (request) // when it does not get through, the rest is read and thrown away
        PQcancel(request.get(), message.data(), int(message.size()));
}

Result<CopyProgress> CopyStream::outcome(const Answer &last) const
{
    if (!m_deviceError.isEmpty())
        return fail(ErrorCode::Internal,
                    QStringLiteral("The export could not be written: %1.").arg(m_deviceError));
    if (m_stop.stop_requested() && m_cancelled)
        return fail(ErrorCode::Cancelled, QStringLiteral("The export was cancelled."));
    if (PQresultStatus(last.get()) != PGRES_COMMAND_OK)
        return fail(toError(m_connection, last.get()));
    if (m_progress)
        m_progress(m_done);
    return m_done;
}

} // namespace

Result<CopyProgress> copyOut(Session &session, const QString &query, const QVariantList &arguments,
                             QIODevice &device,
                             const std::function<void(const CopyProgress &)> &progress,
                             const std::stop_token &stop)
{
    if (const auto open = session.ensureOpen(); !open)
        return fail(open.error());
    const auto rows = withLiterals(session.handle(), query, arguments);
    if (!rows)
        return fail(rows.error());
    return CopyStream(session.handle(), device, progress, stop)
        .run(QStringLiteral("copy (%1) to stdout with (format csv, header)").arg(*rows));
}

} // namespace Orion
