#pragma once

#include "ui/theme/tokens.h"

#include <QHash>
#include <QIcon>
#include <QObject>

#include <optional>

class QApplication;

namespace Orion
{

enum class ThemeMode
{
    System,
    Light,
    Dark
};
std::optional<ThemeMode> themeModeFromText(const QString &text); // system, light, dark

// The look of the program: Fusion with a palette, a style sheet and icons, all from the tokens.
// Made once by main() before any widget and handed down; lives on the GUI thread.
class Theme : public QObject
{
    Q_OBJECT

public:
    explicit Theme(QApplication &application, ThemeMode mode);

    void setMode(ThemeMode mode);
    bool isDark() const { return m_dark; }

    QColor color(Token token) const;

    // The drawing resources/icons/<name>.svg in a colour of the theme. Ask again after changed().
    QIcon icon(const QString &name, Token token = Token::TextSecondary) const;

    // The fonts that pages use beside the program's own.
    QFont titleFont() const;   // of a page
    QFont headingFont() const; // of a section
    QFont smallFont() const;
    QFont monospaceFont() const; // ids and payloads

Q_SIGNALS:
    void changed();

private:
    void apply();

    QApplication &m_application;
    bool m_systemDark = false; // as the desktop was when the program started
    bool m_dark = false;
    mutable QHash<QString, QIcon> m_icons;
};

// Steps of the grid, px.
namespace Space
{
inline constexpr int half = 4;
inline constexpr int one = 8;
inline constexpr int two = 16;
inline constexpr int three = 24;
inline constexpr int field = 32; // height of buttons and fields
inline constexpr int row = 40;   // height of a table row
} // namespace Space

} // namespace Orion
