#include "app/console/consoleoptions.h"

namespace Orion
{

namespace
{

QString helpText()
{
    return QStringLiteral(
        "Usage: orion-console [--demo | --database URL | --embedded [DIR]] [OPTIONS]\n"
        "Shows and edits tiers, vendors, invoices and webhooks of the billing database.\n"
        "\n"
        "  --demo             a living demo: its own database, companion and Stripe sandbox\n"
        "  --database URL     a PostgreSQL server, as a libpq URI or conninfo\n"
        "  --embedded [DIR]   the private PostgreSQL of this computer (the default without\n"
        "                     DATABASE_URL in the environment)\n"
        "  --page NAME        the page to begin with, such as tiers, vendors, webhooks, invoices\n"
        "  --theme NAME       light, dark or system\n"
        "  --language NAME    language and formats, such as en or de_DE\n"
        "  --report-ready     prints \"console ready PAGE\" once the first page shows its rows\n"
        "  --help, --version\n");
}

CommandLine wrong(const QString &sentence)
{
    return {std::nullopt,
            QStringLiteral("orion-console: %1 See orion-console --help.\n").arg(sentence), 2};
}

// Reads one option and, where it takes one, its value. Empty: it was right.
class Reader
{
public:
    Reader(const QStringList &arguments, ConsoleOptions &options)
        : m_rest(arguments)
        , m_options(options)
    {}

    bool atEnd() const { return m_rest.isEmpty(); }
    bool placed() const { return m_placed; }
    QString readOne();

private:
    QString value();
    QString place(ConsoleOptions::Place place);
    QString readDatabase(const QString &text);
    QString readTheme(const QString &name);
    QString readLanguage(const QString &name);

    QStringList m_rest;
    ConsoleOptions &m_options;
    bool m_placed = false;
};

QString Reader::value()
{
    return m_rest.isEmpty() ? QString() : m_rest.takeFirst();
}

QString Reader::place(ConsoleOptions::Place place)
{
    if (m_placed)
        return QStringLiteral("Name one of --demo, --database and --embedded.");
    m_placed = true;
    m_options.place = place;
    return {};
}

QString Reader::readDatabase(const QString &text)
{
    const auto settings = ConnectionSettings::parse(text);
    if (!settings)
        return settings.error().message;
    m_options.database = *settings;
    return place(ConsoleOptions::Place::Database);
}

QString Reader::readTheme(const QString &name)
{
    const auto mode = themeModeFromText(name);
    if (!mode)
        return QStringLiteral("--theme is light, dark or system.");
    m_options.theme = *mode;
    return {};
}

QString Reader::readLanguage(const QString &name)
{
    const QLocale locale(name);
    if (name.isEmpty() || (locale.language() == QLocale::C && name != QLatin1String("C")))
        return QStringLiteral("--language is a name such as en or de_DE.");
    m_options.locale = locale;
    return {};
}

QString Reader::readOne()
{
    QString option = m_rest.takeFirst();
    if (const qsizetype equals = option.indexOf(u'='); equals > 0 && option.startsWith(u"--")) {
        m_rest.prepend(option.mid(equals + 1));
        option.truncate(equals);
    }
    if (option == QLatin1String("--demo"))
        return place(ConsoleOptions::Place::Demo);
    if (option == QLatin1String("--embedded")) {
        if (!m_rest.isEmpty() && !m_rest.first().startsWith(u"--"))
            m_options.folder = m_rest.takeFirst();
        return place(ConsoleOptions::Place::Embedded);
    }
    if (option == QLatin1String("--report-ready")) {
        m_options.reportReady = true;
        return {};
    }
    if (option == QLatin1String("--database"))
        return readDatabase(value());
    if (option == QLatin1String("--theme"))
        return readTheme(value());
    if (option == QLatin1String("--language"))
        return readLanguage(value());
    if (option == QLatin1String("--page")) {
        m_options.page = value();
        return m_options.page.isEmpty() ? QStringLiteral("--page needs a name.") : QString();
    }
    return QStringLiteral("There is no option %1.").arg(option);
}

} // namespace

CommandLine readConsoleOptions(const QStringList &arguments, const QString &databaseUrl)
{
    if (arguments.contains(QStringLiteral("--help")))
        return {std::nullopt, helpText(), 0};
    if (arguments.contains(QStringLiteral("--version")))
        return {std::nullopt, QStringLiteral("orion-console " ORION_VERSION "\n"), 0};
    ConsoleOptions options;
    Reader reader(arguments, options);
    while (!reader.atEnd()) {
        if (const QString problem = reader.readOne(); !problem.isEmpty())
            return wrong(problem);
    }
    if (!reader.placed() && !databaseUrl.isEmpty()) {
        const auto settings = ConnectionSettings::parse(databaseUrl);
        if (!settings)
            return wrong(settings.error().message);
        options.place = ConsoleOptions::Place::Database;
        options.database = *settings;
    }
    return {options, {}, 0};
}

} // namespace Orion
