#include "services/database/session.h"

#include "services/database/sqlerror.h"
#include "services/database/statement.h"

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

using PgResult = std::unique_ptr<PGresult, decltype(&PQclear)>;

PgResult nextResult(PGconn *connection)
{
    return {PQgetResult(connection), &PQclear};
}

// Whether a prepared statement is of no use any more, and another one would be.
bool isStale(const Error &error)
{
    const QString state = sqlState(error);
    return state == QLatin1String("0A000") || state == QLatin1String("26000");
}

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
    m_connection = database.driver()->handle().value<PGconn *>();
    m_broken = false;
    return {};
}

void Session::disconnect()
{
    m_connection = nullptr;
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
    if (!m_broken && !m_inTransaction && isClosedByServer())
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
    PQconsumeInput(m_connection); // the message
    PQconsumeInput(m_connection); // the end behind it
    return PQstatus(m_connection) != CONNECTION_OK;
}

Result<qint64> Session::execute(const QString &sql, const QVariantList &arguments)
{
    return run(sql, arguments, nullptr);
}

Result<void> Session::forEach(const QString &sql, const QVariantList &arguments, const Visit &visit)
{
    const auto done = run(sql, arguments, &visit);
    return done ? Result<void>() : fail(done.error());
}

Result<qint64> Session::run(const QString &sql, const QVariantList &arguments, const Visit *visit)
{
    if (const auto open = ensureOpen(); !open)
        return fail(open.error());
    const auto values = StatementArguments::of(arguments);
    if (!values)
        return fail(values.error());
    auto done = runPrepared(sql, *values, visit);
    // The plan is of an earlier shape of the tables, or the server forgot the statement: it says so
    // before the first row.
    if (!done && !m_inTransaction && !m_hasVisited && isStale(done.error()))
        done = runPrepared(sql, *values, visit);
    return done;
}

Result<qint64> Session::runPrepared(const QString &sql, const StatementArguments &values,
                                    const Visit *visit)
{
    const auto prepared = prepare(sql);
    if (!prepared)
        return fail(prepared.error());
    const auto &[name, placeholders] = **prepared;
    if (placeholders != values.count())
        return fail(ErrorCode::Internal,
                    QStringLiteral("A statement was given %1 values, but has %2 placeholders.")
                        .arg(values.count())
                        .arg(placeholders));
    if (PQsendQueryPrepared(m_connection, name.constData(), values.count(), values.values(),
                            nullptr, nullptr, 0) == 0)
        return fail(noteError(nullptr));
    // Rows that are only visited are not collected first.
    if (visit)
        PQsetSingleRowMode(m_connection);
    m_visiting = visit != nullptr;
    m_hasVisited = false;
    auto done = readAnswer(visit);
    m_visiting = false;
    if (!done && isStale(done.error()))
        m_prepared.erase(sql);
    return done;
}

Result<const Session::Prepared *> Session::prepare(const QString &sql)
{
    if (const auto found = m_prepared.find(sql); found != m_prepared.end())
        return &found->second;
    if (m_prepared.size() >= preparedLimit) {
        (void)PgResult(PQexec(m_connection, "deallocate all"), &PQclear);
        m_prepared.clear();
    }
    const NumberedStatement statement = numbered(sql);
    const QByteArray name = "orion_" + QByteArray::number(++m_preparedEver);
    const PgResult answer(
        PQprepare(m_connection, name.constData(), statement.sql.constData(), 0, nullptr), &PQclear);
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK)
        return fail(noteError(answer.get()));
    return &m_prepared.emplace(sql, Prepared{name, statement.placeholders}).first->second;
}

// Reads the whole answer, also behind an error and when nobody wants its rows any more: until then
// the connection takes no other statement.
Result<qint64> Session::readAnswer(const Visit *visit)
{
    qint64 rows = 0;
    std::optional<Error> error;
    bool isWanted = visit != nullptr;
    while (const PgResult result = nextResult(m_connection)) {
        switch (PQresultStatus(result.get())) {
        case PGRES_SINGLE_TUPLE:
            m_hasVisited = true;
            isWanted = isWanted && (*visit)(Row(result.get(), 0));
            break;
        case PGRES_TUPLES_OK:
            rows = PQntuples(result.get());
            break;
        case PGRES_COMMAND_OK:
            rows = QByteArray(PQcmdTuples(result.get())).toLongLong();
            break;
        default:
            if (!error)
                error = noteError(result.get());
        }
        // After this, PQgetResult() would ask a server that is gone again and again.
        if (PQstatus(m_connection) != CONNECTION_OK)
            break;
    }
    if (error)
        return fail(*error);
    if (PQstatus(m_connection) != CONNECTION_OK)
        return fail(noteError(nullptr));
    return rows;
}

Result<void> Session::script(const QString &sql)
{
    const auto done = runScript(sql);
    if (!done)
        return fail(done.error());
    return {};
}

// Of several statements QPSQL looks at the first one's result only, and takes a script for done
// whose second statement failed.
Result<QByteArray> Session::runScript(const QString &sql)
{
    if (const auto open = ensureOpen(); !open)
        return fail(open.error());
    const PgResult result(PQexec(m_connection, sql.toUtf8().constData()), &PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
        return QByteArray(PQcmdStatus(result.get()));
    return fail(noteError(result.get()));
}

Error Session::noteError(const PGresult *result)
{
    const Error error = toError(m_connection, result);
    if (error.code == ErrorCode::DatabaseUnavailable || PQstatus(m_connection) != CONNECTION_OK)
        m_broken = true;
    return error;
}

} // namespace Orion
