#pragma once

#include "models/domain/result.h"
#include "services/database/connectionsettings.h"
#include "services/database/row.h"

#include <QVariantList>

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <unordered_map>
#include <vector>

typedef struct pg_conn PGconn;

namespace Orion
{

class StatementArguments;

// One connection to PostgreSQL, in UTC, with its prepared statements. Belongs to the thread that
// opened it. Services take a Session & and never keep it.
//
// Placeholders are question marks, bound in order; a null QString binds NULL. Statements are
// prepared once and kept, so write them as constants and never build values into them. Qt's driver
// opens the connection; statements go through libpq, which takes values beside the statement where
// QPSQL writes them into it.
//
// A connection that was closed while idle (the server was restarted) is opened anew before the next
// statement. One that is lost during a statement answers DatabaseUnavailable, since the statement
// may have been done; the next call opens it anew. Inside a transaction everything after the loss
// fails, until the transaction's scope ends.
class Session
{
public:
    // application_name shows in pg_stat_activity. Errors: DatabaseUnavailable, with the reason.
    static Result<std::unique_ptr<Session>> open(const ConnectionSettings &settings,
                                                 const QString &applicationName);

    // The same without a connection yet: the first call opens it.
    static std::unique_ptr<Session> closed(const ConnectionSettings &settings,
                                           const QString &applicationName);
    ~Session();

    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    // Runs a statement (select, insert, update, delete; others go through script()); returns the
    // number of rows it changed, or returned if it returns rows.
    Result<qint64> execute(const QString &sql, const QVariantList &arguments = {});

    // Runs a query; each row goes through map(const Row &), which must not use the session.
    template <typename Map>
    auto select(const QString &sql, const QVariantList &arguments, Map &&map)
        -> Result<std::vector<std::invoke_result_t<Map, const Row &>>>;

    // The same for at most one row.
    template <typename Map>
    auto selectOne(const QString &sql, const QVariantList &arguments, Map &&map)
        -> Result<std::optional<std::invoke_result_t<Map, const Row &>>>;

    // The same, row by row without keeping any. visit returns false to stop early; the server has
    // then still worked out the rest, so give the query a limit.
    using Visit = std::function<bool(const Row &)>;
    Result<void> forEach(const QString &sql, const QVariantList &arguments, const Visit &visit);

    // Several statements in one round trip, without parameters: migrations, demo data. All of them
    // or none, unless the text has transactions of its own.
    Result<void> script(const QString &sql);

    // Sees to it that the connection is usable; opens it anew after a loss, with nothing prepared.
    Result<void> ensureOpen();
    bool isBroken() const { return m_broken; }

    // libpq's connection, for COPY. Owned by the session; void after ensureOpen() reopened it.
    PGconn *handle() const { return m_connection; }

    const ConnectionSettings &settings() const { return m_settings; }

private:
    friend class Transaction;

    Session(ConnectionSettings settings, QString applicationName);

    // A statement that the server keeps under a name.
    struct Prepared
    {
        QByteArray name;
        int placeholders = 0;
    };

    Result<void> connect();
    void disconnect();
    bool isClosedByServer() const;
    Result<QByteArray> runScript(const QString &sql); // the last statement's command tag
    Result<qint64> run(const QString &sql, const QVariantList &arguments, const Visit *visit);
    Result<qint64> runPrepared(const QString &sql, const StatementArguments &values,
                               const Visit *visit);
    Result<const Prepared *> prepare(const QString &sql);
    Result<qint64> readAnswer(const Visit *visit); // the number of rows changed, or returned
    Error noteError(const PGresult *result);

    ConnectionSettings m_settings;
    QString m_applicationName;
    QString m_connectionName;       // Qt's key for the connection, unique in the process
    PGconn *m_connection = nullptr; // the driver's
    std::unordered_map<QString, Prepared> m_prepared;
    qint64 m_preparedEver = 0;
    bool m_broken = true;
    bool m_visiting = false;      // inside forEach: another statement would lose the rows
    bool m_hasVisited = false;    // the last statement gave rows to a visit
    bool m_inTransaction = false; // then a lost connection stays lost until the scope ends
};

template <typename Map>
auto Session::select(const QString &sql, const QVariantList &arguments, Map &&map)
    -> Result<std::vector<std::invoke_result_t<Map, const Row &>>>
{
    std::vector<std::invoke_result_t<Map, const Row &>> rows;
    const auto done = forEach(sql, arguments, [&](const Row &row) {
        rows.push_back(map(row));
        return true;
    });
    if (!done)
        return fail(done.error());
    return rows;
}

template <typename Map>
auto Session::selectOne(const QString &sql, const QVariantList &arguments, Map &&map)
    -> Result<std::optional<std::invoke_result_t<Map, const Row &>>>
{
    std::optional<std::invoke_result_t<Map, const Row &>> found;
    // Reads to the end: a constraint that is checked at the end of the statement fails after the
    // row.
    const auto done = forEach(sql, arguments, [&](const Row &row) {
        if (!found)
            found = map(row);
        return true;
    });
    if (!done)
        return fail(done.error());
    return found;
}

} // namespace Orion
