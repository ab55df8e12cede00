#include "services/database/session.h"

#include "services/database/sqlerror.h"

#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>

#include <atomic>

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

} // namespace

Session::Session(ConnectionSettings settings, QString applicationName)
    : m_settings(std::move(settings))
    , m_applicationName(std::move(applicationName))
    , m_connectionName(nextConnectionName())
{
}

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
    settings.parameters.insert(QStringLiteral("application_name"), m_applicationName);
    if (!settings.parameters.contains(QStringLiteral("connect_timeout")))
        settings.parameters.insert(QStringLiteral("connect_timeout"), QStringLiteral("5"));
    // Times travel as text without a zone; only sessions in UTC read them right.
    QString &options = settings.parameters[QStringLiteral("options")];
    options = (options + QStringLiteral(" -c timezone=UTC")).trimmed();

    auto database = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), m_connectionName);
    // A URI as database name does not work with QPSQL, conninfo keywords as options do.
    database.setConnectOptions(settings.conninfo());
    database.setNumericalPrecisionPolicy(QSql::HighPrecision);
    if (!database.open()) {
        const Error error = toError(database.lastError());
        database = {};
        disconnect();
        return fail(ErrorCode::DatabaseUnavailable,
                    QStringLiteral("The database %1 cannot be reached. Check that it is running "
                                   "and that the address is right.")
                        .arg(m_settings.description()),
                    error.detail);
    }
    m_broken = false;
    return {};
}

void Session::disconnect()
{
    m_prepared.clear();
    if (QSqlDatabase::contains(m_connectionName))
        QSqlDatabase::removeDatabase(m_connectionName);
    m_broken = true;
}

Result<void> Session::ensureOpen()
{
    if (!m_broken)
        return {};
    if (m_inTransaction)
        return fail(ErrorCode::DatabaseUnavailable,
                    QStringLiteral("The database connection was lost; nothing was changed. Try "
                                   "again."));
    disconnect();
    return connect();
}

Result<qint64> Session::execute(const QString &sql, const QVariantList &arguments)
{
    const auto query = run(sql, arguments);
    if (!query)
        return fail(query.error());
    const qint64 changed = (*query)->numRowsAffected();
    (*query)->finish();
    return changed;
}

Result<QSqlQuery *> Session::run(const QString &sql, const QVariantList &arguments)
{
    if (const auto open = ensureOpen(); !open)
        return fail(open.error());

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
    if (!query->exec()) {
        const Error error = noteError(query->lastError());
        query->finish();
        return fail(error);
    }
    return query;
}

Result<void> Session::script(const QString &sql)
{
    if (const auto open = ensureOpen(); !open)
        return fail(open.error());
    QSqlQuery query(QSqlDatabase::database(m_connectionName, false));
    if (!query.exec(sql))
        return fail(noteError(query.lastError()));
    return {};
}

PGconn *Session::handle() const
{
    const QVariant handle = QSqlDatabase::database(m_connectionName, false).driver()->handle();
    return handle.value<PGconn *>();
}

Error Session::noteError(const QSqlError &error)
{
    if (isConnectionLost(error))
        m_broken = true;
    return toError(error);
}

} // namespace Orion
