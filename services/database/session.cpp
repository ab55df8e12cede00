#include "services/database/session.h"

#include "services/database/sqlerror.h"

#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>

#include <atomic>
#include <libpq-fe.h>

Q_DECLARE_OPAQUE_POINTER(PGconn *)
Q_DECLARE_METATYPE(PGconn *)

namespace Orion
{

namespace
{

// More than any service has statements; reached only by a caller that builds values into its SQL.
constexpr std::size_t preparedLimit = 512;

QString nextConnectionName()
{
    static std::atomic<int> counter = 0;
    return QStringLiteral("orion-%1").arg(++counter);
}

void setDefaults(ConnectionSettings &settings, const QString &applicationName)
{
    auto &parameters = settings.parameters;
    parameters.insert(QStringLiteral("application_name"), applicationName);
    // A network that swallows everything is noticed after some seconds.
    const std::initializer_list<std::pair<QString, QString>> patience{
        {QStringLiteral("connect_timeout"), QStringLiteral("5")},
        {QStringLiteral("keepalives_idle"), QStringLiteral("10")},
        {QStringLiteral("keepalives_interval"), QStringLiteral("5")},
        {QStringLiteral("keepalives_count"), QStringLiteral("3")},
        {QStringLiteral("tcp_user_timeout"), QStringLiteral("15000")}};
    for (const auto &[name, value] : patience) {
        if (!parameters.contains(name))
            parameters.insert(name, value);
    }
    // Times travel as text without a zone; only sessions in UTC read them right.
    QString &options = parameters[QStringLiteral("options")];
    options =
        (options + QStringLiteral(" -c timezone=UTC -c client_min_messages=warning")).trimmed();
}

} // namespace

Session::Session(ConnectionSettings settings, QString applicationName)
    : m_settings(std::move(settings))
    , m_applicationName(std::move(applicationName))
    , m_connectionName(nextConnectionName())
{}

Session::~Session()
{
    disconnect();
}

Result<std::unique_ptr<Session>> Session::open(const ConnectionSettings &settings,
                                               const QString &applicationName)
{
    auto session = closed(settings, applicationName);
    if (const auto connected = session->connect(); !connected)
        return fail(connected.error());
    return session;
}

std::unique_ptr<Session> Session::closed(const ConnectionSettings &settings,
                                         const QString &applicationName)
{
    return std::unique_ptr<Session>(new Session(settings, applicationName));
}

Result<void> Session::connect()
{
    ConnectionSettings settings = m_settings;
    setDefaults(settings, m_applicationName);
    auto database = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), m_connectionName);
    // A URI as database name does not work with QPSQL, conninfo keywords as options do. It turns
    // their semicolons into spaces, so what may well have some goes in by the setters.
    database.setDatabaseName(settings.parameters.take(QStringLiteral("dbname")));
    database.setUserName(settings.parameters.take(QStringLiteral("user")));
    database.setPassword(settings.parameters.take(QStringLiteral("password")));
    const QString conninfo = settings.conninfo();
    if (conninfo.contains(u';')) {
        database = {};
        disconnect();
        return fail(ErrorCode::ConfigurationInvalid,
                    QStringLiteral("The database address has a semicolon elsewhere than in user, "
                                   "password or database name, which cannot be passed on. Take it "
                                   "out."));
    }
    database.setConnectOptions(conninfo);
    database.setNumericalPrecisionPolicy(QSql::HighPrecision);
    if (!database.open()) {
        const QString reason = database.lastError().databaseText().trimmed();
        database = {};
        disconnect();
        return fail(ErrorCode::DatabaseUnavailable,
                    QStringLiteral("The database %1 cannot be reached. Check that it is running "
                                   "and that the address is right.")
                        .arg(m_settings.description()),
                    reason);
    }
    m_broken = false;
    return {};
}

void Session::disconnect()
{
    // Before the queries, which would otherwise free themselves on the server one by one.
    if (QSqlDatabase::contains(m_connectionName))
        QSqlDatabase::removeDatabase(m_connectionName);
    m_prepared.clear();
    m_broken = true;
}

Result<void> Session::ensureOpen()
{
    if (m_visiting)
        return fail(ErrorCode::Internal,
                    QStringLiteral("A database session was used while its rows were being read."));
    if (!m_broken && isClosedByServer())
        m_broken = true;
    if (!m_broken)
        return {};
    if (m_inTransaction)
        return fail(ErrorCode::DatabaseUnavailable,
                    QStringLiteral("The database connection was lost; nothing was changed. Try "
                                   "again."));
    disconnect();
    return connect();
}

// Whether the server said goodbye since the last statement: it was restarted, or an admin ended
// the session. Seen before a statement is sent, it costs nothing but a new connection.
bool Session::isClosedByServer() const
{
    PGconn *connection = handle();
    PQconsumeInput(connection); // the message
    PQconsumeInput(connection); // the end behind it
    return PQstatus(connection) != CONNECTION_OK;
}

Result<qint64> Session::execute(const QString &sql, const QVariantList &arguments)
{
    const auto query = run(sql, arguments);
    if (!query)
        return fail(query.error());
    qint64 rows = (*query)->numRowsAffected();
    if ((*query)->isSelect()) {
        // A statement that returns rows may still fail after the first of them.
        for (rows = 0; (*query)->next();)
            ++rows;
        if (const QSqlError error = (*query)->lastError(); error.isValid()) {
            finish(**query);
            return fail(noteError(error));
        }
    }
    finish(**query);
    return rows;
}

Result<QSqlQuery *> Session::run(const QString &sql, const QVariantList &arguments)
{
    if (const auto open = ensureOpen(); !open)
        return fail(open.error());
    auto query = runPrepared(sql, arguments);
    if (query || m_inTransaction)
        return query;
    // The plan is of an earlier shape of the tables, or the server forgot the statement.
    const QString state = sqlState(query.error());
    if (state != QLatin1String("0A000") && state != QLatin1String("26000"))
        return query;
    return runPrepared(sql, arguments);
}

Result<QSqlQuery *> Session::runPrepared(const QString &sql, const QVariantList &arguments)
{
    auto found = m_prepared.find(sql);
    if (found == m_prepared.end()) {
        if (m_prepared.size() >= preparedLimit)
            m_prepared.clear();
        auto query = std::make_unique<QSqlQuery>(QSqlDatabase::database(m_connectionName, false));
        query->setForwardOnly(true);
        if (!query->prepare(sql))
            return fail(noteError(query->lastError()));
        found = m_prepared.emplace(sql, std::move(query)).first;
    }

    QSqlQuery *query = found->second.get();
    for (int i = 0; i < arguments.size(); ++i)
        query->bindValue(i, arguments.at(i));
    if (query->boundValues().size() != arguments.size())
        return fail(ErrorCode::Internal,
                    QStringLiteral("A statement was given %1 values, but has another number of "
                                   "placeholders.")
                        .arg(arguments.size()));
    if (!query->exec()) {
        const Error error = noteError(query->lastError());
        finish(*query);
        const QString state = sqlState(error);
        if (state == QLatin1String("0A000") || state == QLatin1String("26000"))
            m_prepared.erase(found);
        return fail(error);
    }
    return query;
}

// Reads what is left of an answer. QPSQL would do so only before its own next statement, and until
// then the connection counts as busy.
void Session::finish(QSqlQuery &query)
{
    query.finish();
    PGconn *connection = handle();
    while (PGresult *rest = PQgetResult(connection))
        PQclear(rest);
}

Result<void> Session::script(const QString &sql)
{
    const auto done = runScript(sql);
    if (!done)
        return fail(done.error());
    return {};
}

// Through libpq: of several statements QPSQL looks at the first one's result only, and takes a
// script for done whose second statement failed.
Result<QByteArray> Session::runScript(const QString &sql)
{
    if (const auto open = ensureOpen(); !open)
        return fail(open.error());
    PGconn *connection = handle();
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQexec(connection, sql.toUtf8().constData()), &PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
        return QByteArray(PQcmdStatus(result.get()));
    const Error error = toError(connection, result.get());
    if (PQstatus(connection) != CONNECTION_OK || error.code == ErrorCode::DatabaseUnavailable)
        m_broken = true;
    return fail(error);
}

PGconn *Session::handle() const
{
    if (!QSqlDatabase::contains(m_connectionName))
        return nullptr;
    const QVariant handle = QSqlDatabase::database(m_connectionName, false).driver()->handle();
    return handle.value<PGconn *>();
}

Error Session::noteError(const QSqlError &error)
{
    if (isConnectionLost(error) || PQstatus(handle()) != CONNECTION_OK)
        m_broken = true;
    return toError(error);
}

} // namespace Orion
