#include "ui/theme/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QPalette>
#include <QStyleFactory>
#include <QStyleHints>

#include "ui/theme/svgicon.h"

namespace Orion
{

namespace
{

// Faces with figures of one width, so that numbers stand in columns.
const QStringList &textFaces()
{
    static const QStringList faces{QStringLiteral("Roboto"),      QStringLiteral("Segoe UI"),
                                   QStringLiteral("SF Pro Text"), QStringLiteral("Noto Sans"),
                                   QStringLiteral("Open Sans"),   QStringLiteral("DejaVu Sans")};
    return faces;
}

QString styleSheet(const Theme &theme)
{
    QFile file(QStringLiteral(":/theme/console.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QString text = QString::fromUtf8(file.readAll());
    QHash<QString, QString> values{{QStringLiteral("mode"), theme.isDark()
                                                                ? QStringLiteral("dark")
                                                                : QStringLiteral("light")}};
    for (const TokenColor &entry : tokenTable)
        values.insert(QString::fromLatin1(entry.name), theme.color(entry.token).name());

    QString filled;
    filled.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) != u'@') {
            filled += text.at(i);
            continue;
        }
        qsizetype end = i + 1;
        while (end < text.size() && text.at(end).isLetter())
            ++end;
        filled += values.value(text.mid(i + 1, end - i - 1));
        i = end - 1;
    }
    return filled;
}

QPalette paletteOf(const Theme &theme)
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Token token) {
        palette.setColor(role, theme.color(token));
    };
    set(QPalette::Window, Token::Window);
    set(QPalette::WindowText, Token::Text);
    set(QPalette::Base, Token::Surface);
    set(QPalette::AlternateBase, Token::Hover);
    set(QPalette::Text, Token::Text);
    set(QPalette::Button, Token::Surface);
    set(QPalette::ButtonText, Token::Text);
    set(QPalette::BrightText, Token::OnAccent);
    set(QPalette::PlaceholderText, Token::TextMuted);
    set(QPalette::Highlight, Token::Accent);
    set(QPalette::HighlightedText, Token::OnAccent);
    set(QPalette::Link, Token::Accent);
    set(QPalette::ToolTipBase, Token::SurfaceRaised);
    set(QPalette::ToolTipText, Token::Text);
    set(QPalette::Light, Token::Surface);
    set(QPalette::Midlight, Token::Border);
    set(QPalette::Mid, Token::BorderStrong);
    set(QPalette::Dark, Token::BorderStrong);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, theme.color(Token::TextMuted));
    return palette;
}

} // namespace

std::optional<ThemeMode> themeModeFromText(const QString &text)
{
    if (text == QLatin1String("system"))
        return ThemeMode::System;
    if (text == QLatin1String("light"))
        return ThemeMode::Light;
    if (text == QLatin1String("dark"))
        return ThemeMode::Dark;
    return std::nullopt;
}

Theme::Theme(QApplication &application, ThemeMode mode)
    : m_application(application)
    , m_systemDark(application.palette().color(QPalette::Window).lightness() < 128)
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("fusion")));
    QFont font;
    font.setFamilies(textFaces());
    font.setPixelSize(13);
    font.setStyleHint(QFont::SansSerif);
    font.setHintingPreference(QFont::PreferVerticalHinting);
    QApplication::setFont(font);
    m_dark = mode == ThemeMode::Dark || (mode == ThemeMode::System && m_systemDark);
    apply();
}

void Theme::setMode(ThemeMode mode)
{
    const bool dark = mode == ThemeMode::Dark || (mode == ThemeMode::System && m_systemDark);
    if (dark == m_dark)
        return;
    m_dark = dark;
    apply();
    Q_EMIT changed();
}

void Theme::apply()
{
    m_icons.clear();
    QApplication::setPalette(paletteOf(*this));
    m_application.setStyleSheet(styleSheet(*this));
}

QColor Theme::color(Token token) const
{
    const TokenColor &entry = tokenTable[std::size_t(token)];
    return QColor::fromRgba(m_dark ? entry.dark : entry.light);
}

QIcon Theme::icon(const QString &name, Token token) const
{
    const QString key = name + u'/' + QString::number(int(token));
    auto found = m_icons.constFind(key);
    if (found == m_icons.constEnd())
        found = m_icons.insert(key, svgIcon(QStringLiteral(":/icons/%1.svg").arg(name),
                                            color(token), color(Token::TextMuted)));
    return *found;
}

QFont Theme::titleFont() const
{
    QFont font = QApplication::font();
    font.setPixelSize(20);
    font.setWeight(QFont::Medium);
    return font;
}

QFont Theme::headingFont() const
{
    QFont font = QApplication::font();
    font.setPixelSize(13);
    font.setWeight(QFont::Medium);
    return font;
}

QFont Theme::smallFont() const
{
    QFont font = QApplication::font();
    font.setPixelSize(12);
    return font;
}

QFont Theme::monospaceFont() const
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setFamilies({QStringLiteral("Roboto Mono"), QStringLiteral("JetBrains Mono"),
                      QStringLiteral("DejaVu Sans Mono"), QStringLiteral("Consolas"),
                      QStringLiteral("Menlo")});
    font.setPixelSize(12);
    font.setStyleHint(QFont::Monospace);
    return font;
}

} // namespace Orion
